import { createLangevin } from "../../numeric/kernels/dynamics.ts";
import type { CreateMove } from "./move.ts";

/** How the preconditioner of pSGLD is made. */
export interface PreconditionerOptions {
  /** Share of the past in the running mean of squared gradients. Default 0.99. */
  readonly decay?: number;
  /** Added to the root of that mean, so that no step is without bounds. Default 1e-3. */
  readonly floor?: number;
  /**
   * "burn-in" (default): the preconditioner is fixed when the burn-in ends, and the chain is then one of Langevin steps with
   * a constant matrix. "always": it goes on changing as in Li et al. 2016, whose correction term is dropped as they do; the
   * draws are then biased by it.
   */
  readonly adapt?: "burn-in" | "always";
}

/**
 * Preconditioned Langevin steps (Li et al. 2016): G = 1/(floor + sqrt(V)), V the running mean of (grad U / N)^2, and
 * z <- z - (eps/2) G grad U + sqrt(eps T G) xi.
 */
export function preconditionedMove({ decay, floor, adapt }: Required<PreconditionerOptions>): CreateMove {
  return (workspace, white, random) => {
    const { position, gradient, size, rows } = white;
    const langevin = createLangevin(workspace, position, gradient);
    const squares = workspace.vector("f64", size);
    let adapting = true;
    /** V and G from the gradient that is there; V was `share` of what it becomes. */
    const learn = (share: number): void => {
      const [v, g, d] = [squares.view, gradient.view, langevin.preconditioner.view];
      for (let j = 0; j < size; j++) {
        const mean = g[j]! / rows;
        v[j] = share * v[j]! + (1 - share) * mean * mean;
        d[j] = 1 / (floor + Math.sqrt(v[j]!));
      }
    };
    const rest = (): void => {
      white.potential();
      learn(0);
    };
    rest();
    return {
      carried: { squares, preconditioner: langevin.preconditioner },
      rest,
      step(k, { size: eps }, temperature, evaluate) {
        const value = evaluate();
        if (adapting) learn(decay);
        random.fillNormal(k * size, langevin.noise.view);
        langevin.step(eps / 2, temperature);
        return value;
      },
      root: () => Float64Array.from(langevin.preconditioner.view, Math.sqrt),
      settle() {
        adapting = adapt === "always";
      },
    };
  };
}
