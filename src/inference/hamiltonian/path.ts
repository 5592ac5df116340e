import { exp } from "../../numeric/special.ts";
import { LARGEST_ERROR, type Transition } from "./transition.ts";

/** Leapfrog steps of one iteration at most. */
const MOST_LEAPFROGS = 1000;

/**
 * Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011): a path of leapfrog steps whose end is accepted with probability
 * min(1, exp(H0 - H)). The number of steps is uniform on 1 ... 2L - 1 with L = time / step size, so that no period of the
 * density can resonate with it (Mackenzie 1989); it does not depend on where the path leads.
 */
export function pathTransition(time: number): Transition {
  return ({ start, stepSize, step, uniform }) => {
    const mean = Math.min(MOST_LEAPFROGS, Math.max(1, Math.round(time / stepSize)));
    const steps = 1 + Math.floor(uniform() * (2 * mean - 1));
    let point = start;
    let leapfrogs = 0;
    while (leapfrogs < steps) {
      point = step(point, stepSize);
      leapfrogs += 1;
      if (!(point.energy - start.energy <= LARGEST_ERROR)) {
        return { next: start, acceptance: 0, leapfrogs, depth: 0, divergent: true };
      }
    }
    const gain = start.energy - point.energy;
    const acceptance = gain > 0 ? 1 : exp(gain);
    const next = uniform() < acceptance ? point : start;
    return { next, acceptance, leapfrogs, depth: 0, divergent: false };
  };
}
