import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { Run } from "../method.ts";
import { type CheckedDensityOptions, transitionOf } from "./densityOptions.ts";
import { findStart, type StartedDensity, startAtMode } from "./densityStart.ts";
import { type HamiltonianChain, runHamiltonian } from "./hamiltonianChain.ts";
import { type CheckedDensity, sampledDensity, type UserDensity } from "./userDensity.ts";

/** One chain on a density of a user's own. */
export interface DensityChain extends HamiltonianChain {
  /** Whether the search for a mode ended at one; absent where there was none. */
  readonly foundMode?: boolean;
}

/**
 * Runs one chain, whose options are its own, or goes on from the run's checkpoint. The start is found anew then, which gives
 * the same one.
 */
export async function densityChain(
  where: string,
  density: UserDensity,
  checked: CheckedDensity,
  options: CheckedDensityOptions,
  run: Run,
  name: string,
): Promise<DensityChain> {
  const { rng, signal } = run;
  const given = findStart(where, density, checked, rng);
  const start: StartedDensity =
    options.start === "mode"
      ? await startAtMode(checked, given, rng, signal)
      : { density: checked, position: given, gradients: 0 };
  const chain = await withWorkspace((workspace) => {
    const sampled = sampledDensity(workspace, start.density);
    const problem = { where, workspace, density: sampled, transition: transitionOf(options), options };
    return runHamiltonian(problem, start.position, run, name);
  });
  return {
    ...chain,
    gradients: chain.gradients + start.gradients,
    ...(start.foundMode === undefined ? {} : { foundMode: start.foundMode }),
  };
}
