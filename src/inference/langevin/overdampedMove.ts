import { createLangevin } from "../../numeric/kernels/dynamics.ts";
import type { CreateMove } from "./move.ts";

/** Langevin steps: z <- z - (eps/2) grad U + sqrt(eps T) xi. */
export const overdampedMove: CreateMove = (workspace, { position, gradient, size }, random) => {
  const langevin = createLangevin(workspace, position, gradient);
  return {
    carried: {},
    step(k, { size: eps }, temperature, evaluate) {
      const value = evaluate();
      random.fillNormal(k * size, langevin.noise.view);
      langevin.step(eps / 2, temperature);
      return value;
    },
  };
};
