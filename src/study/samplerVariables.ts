import type { HamiltonianPosterior } from "../inference/hamiltonian/hamiltonianPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import { type DrawGrid, drawnArray, type NamedArray } from "./dataTree.ts";

/**
 * How a Hamiltonian sampler came to each of its draws, by the names of the InferenceData schema; nothing of other posteriors. Of
 * thinned chains, figures are those of the iteration that was kept, but a draw is "diverging" where any iteration since the
 * draw before was.
 */
export function samplerVariables(posterior: Posterior, grid: DrawGrid): Record<string, NamedArray> {
  const { statistics, stepSizes } = posterior as Partial<HamiltonianPosterior>;
  if (statistics === undefined || stepSizes === undefined) return {};
  const { chains, draws } = grid;
  const thin = statistics.energies.length / (chains * draws);
  const kept = (values: Float64Array) =>
    Float64Array.from({ length: chains * draws }, (_, s) => values[(s + 1) * thin - 1]!);
  const whole = (values: Float64Array) => Int32Array.from(kept(values));
  const diverging = Uint8Array.from({ length: chains * draws }, (_, s) =>
    statistics.divergent.subarray(s * thin, (s + 1) * thin).some((value) => value > 0) ? 1 : 0,
  );
  const steps = Float64Array.from({ length: chains * draws }, (_, s) => stepSizes[Math.floor(s / draws)]!);
  return {
    acceptance_rate: drawnArray(grid, [], kept(statistics.acceptances)),
    diverging: drawnArray(grid, [], diverging),
    energy: drawnArray(grid, [], kept(statistics.energies)),
    n_steps: drawnArray(grid, [], whole(statistics.leapfrogs)),
    step_size: drawnArray(grid, [], steps),
    ...(posterior.method === "nuts" ? { tree_depth: drawnArray(grid, [], whole(statistics.depths)) } : {}),
  };
}
