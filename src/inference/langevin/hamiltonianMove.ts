import { createSghmc } from "../../numeric/kernels/dynamics.ts";
import type { CreateMove } from "./move.ts";

/**
 * Steps of stochastic-gradient Hamiltonian Monte Carlo (Chen, Fox and Guestrin 2014, equation 15):
 *   v <- (1 - eta) v - eps grad U + sqrt(2 eta eps T) xi, then z <- z + v.
 */
export const hamiltonianMove: CreateMove = (workspace, { position, gradient, size }, random) => {
  const sghmc = createSghmc(workspace, position, gradient);
  return {
    carried: { velocity: sghmc.velocity },
    rest: () => void sghmc.velocity.view.fill(0),
    step(k, { size: eps, friction }, temperature, evaluate) {
      const value = evaluate();
      random.fillNormal(k * size, sghmc.noise.view);
      sghmc.step(eps, friction, temperature);
      return value;
    },
  };
};
