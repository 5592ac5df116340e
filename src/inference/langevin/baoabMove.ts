import { createBaoab } from "../../numeric/kernels/dynamics.ts";
import type { CreateMove } from "./move.ts";

/**
 * Steps of underdamped Langevin dynamics by the splitting BAOAB (Leimkuhler and Matthews 2013) of time h: half a kick, half
 * a drift, friction and noise r <- c r + sqrt((1 - c^2) T) xi with c = exp(-gamma h), half a drift, half a kick.
 */
export const baoabMove: CreateMove = (workspace, white, random) => {
  const { position, gradient, size } = white;
  const baoab = createBaoab(workspace, position, gradient);
  return {
    carried: { momentum: baoab.momentum, gradient },
    rest() {
      baoab.momentum.view.fill(0);
      white.potential();
    },
    step(k, { size: h, friction }, temperature, evaluate) {
      // The gradient that a step ends with is carried to the next; only the first has to ask for it.
      if (k === 0) evaluate();
      random.fillNormal(k * size, baoab.noise.view);
      return baoab.step(h, friction, temperature, evaluate);
    },
  };
};
