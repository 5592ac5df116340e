import { ArgumentError } from "../../errors/errors.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Run } from "../method.ts";
import { type DensitySource, densityChains } from "./densityChains.ts";
import { checkModule, type DensityModule, loadDensity } from "./densityModule.ts";
import { type CheckedDensityOptions, checkDensityOptions, type DensityOptions } from "./densityOptions.ts";
import { type DensitySample, densitySample } from "./densitySample.ts";
import { checkDensity, type UserDensity } from "./userDensity.ts";

/**
 * Draws from a density by the no-U-turn sampler, or by HMC, as `nuts` and `hmc` do from the posterior of a model: in
 * unconstrained coordinates, with the Jacobians of the constraints.
 *
 * The density is given itself, and its chains run one after the other on this thread; or as a module that exports it, so that
 * chains can run on the threads of the run's `executor`, and the run can be continued from its `checkpoints`. Draws are
 * the same bytes in every case. A checkpoint is taken for one of the same density where names, value and gradient agree at
 * a place.
 *
 * Throws an ArgumentError for absurd options or parameters, for a module that does not load or has no such export, where the
 * start is not within the constraints, and for checkpoints of a density that no module exports; a FormatError for a
 * damaged checkpoint; a NumericError where no start has a finite density or the density has no scale; rejects with the
 * signal's reason when aborted. What the function itself throws is passed on.
 */
export async function sampleDensity(
  density: UserDensity | DensityModule,
  options: DensityOptions,
  run: Run,
): Promise<DensitySample> {
  const where = "sampleDensity";
  const source = await sourceOf(where, density, run);
  const bound = checkDensityOptions(where, options);
  const { names, size } = source.checked;
  checkSizes(where, bound, names.length, size);
  run.signal?.throwIfAborted();
  return densitySample(names, bound, await densityChains(where, source, bound, run));
}

async function sourceOf(where: string, given: UserDensity | DensityModule, run: Run): Promise<DensitySource> {
  if ("kind" in given) {
    const module = checkModule(where, given);
    const density = await loadDensity(where, module);
    return { density, checked: checkDensity(where, density), module };
  }
  if (run.checkpoints !== undefined) {
    throw new ArgumentError({
      where,
      problem:
        "checkpoints need a density that a module exports, got a function: nothing would tell what it is made of",
      fix: 'Export the density from a file, and pass { kind: "module", url, export }.',
    });
  }
  return { density: given, checked: checkDensity(where, given) };
}

function checkSizes(
  where: string,
  { draws, thin, metric, start }: CheckedDensityOptions,
  width: number,
  size: number,
): void {
  const bytes = 8 * (2 * draws * width + 10 * draws * thin);
  checkMemory(where, bytes, `${draws} draws of ${width} values`, "Keep fewer draws.");
  if (metric !== "dense" && start !== "mode") return;
  const what = `square matrices of ${size} coordinates`;
  checkMemory(where, 8 * 4 * size * size, what, 'Use metric: "diagonal" and start: "given".');
}
