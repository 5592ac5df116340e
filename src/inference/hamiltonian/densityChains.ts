import { ArgumentError } from "../../errors/errors.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import type { Run } from "../method.ts";
import type { KeptPart } from "../partsCheckpoint.ts";
import { runParts } from "../runParts.ts";
import type { Tensor } from "../savedPosterior.ts";
import { type DensityChain, densityChain } from "./densityChain.ts";
import type { CheckedModule } from "./densityModule.ts";
import type { CheckedDensityOptions } from "./densityOptions.ts";
import { findStart } from "./densityStart.ts";
import type { DensityTaskSpec } from "./densityTask.ts";
import { type STATISTICS, statisticsOf } from "./iterationStatistics.ts";
import type { CheckedDensity, UserDensity } from "./userDensity.ts";

/** A density, checked, and the module it came from, where it did. */
export interface DensitySource {
  readonly density: UserDensity;
  readonly checked: CheckedDensity;
  readonly module?: CheckedModule;
}

/**
 * Runs the chains: by the run's executor where other threads can load the density, else one after the other on this one.
 * Chain k takes its random numbers from the path "chain", k.
 */
export function densityChains(
  where: string,
  { density, checked, module }: DensitySource,
  options: CheckedDensityOptions,
  run: Run,
): Promise<DensityChain[]> {
  const { executor, ...inline } = run;
  const { chains } = options;
  const alone = { ...options, chains: 1, draws: Math.ceil(options.draws / chains) };
  const rngOf = (k: number) => run.rng.fork("chain").fork(k);
  const name = run.checkpoints === undefined ? "" : runName();

  /** Two densities that agree in names, value and gradient where a chain may start are taken for the same one. */
  function runName(): string {
    const at = findStart(where, density, checked, rngOf(0));
    const gradient = new Float64Array(checked.size);
    const value = checked.logDensity(at, gradient);
    return JSON.stringify([where, options, checked.names, run.rng.path, value, Array.from(gradient)]);
  }

  return runParts<DensityChain>(
    {
      name,
      parts: chains,
      here: (k, of) => densityChain(where, density, checked, alone, { ...of, rng: rngOf(k) }, name),
      there: (k) => {
        const spec: DensityTaskSpec = { where, module: module!, options: alone };
        return { task: { task: "density", spec, path: rngOf(k).path } };
      },
      keep: keptChain,
      restore: (kept) => restoredChain(kept, alone, checked.names.length),
    },
    module === undefined ? inline : run,
  );
}

function keptChain({ draws, statistics, ...rest }: DensityChain): KeptPart {
  const arrays = { draws: draws.data, ...statistics };
  const tensor = (data: Float64Array): Tensor => ({ shape: [data.length], data });
  return {
    tensors: Object.fromEntries(Object.entries(arrays).map(([key, data]) => [key, tensor(data)])),
    rest,
  };
}

function restoredChain(
  { tensors, rest }: KeptPart,
  { draws, thin }: CheckedDensityOptions,
  width: number,
): DensityChain {
  const { stepSize, gradients, foundMode } = (rest ?? {}) as Partial<DensityChain>;
  const array = (name: string, length: number): Float64Array => {
    const data = tensors[name]?.data;
    if (data instanceof Float64Array && data.length === length) return data;
    throw new ArgumentError({ where: "resume", problem: `a chain must have ${length} numbers "${name}"` });
  };
  if (!Number.isFinite(stepSize) || !Number.isFinite(gradients)) {
    throw new ArgumentError({
      where: "resume",
      problem: "a chain must have a step size and count its gradients",
    });
  }
  return {
    draws: createMatrix(draws, width, array("draws", draws * width)),
    stepSize: stepSize!,
    statistics: statisticsOf((key: (typeof STATISTICS)[number]) => array(key, draws * thin)),
    gradients: gradients!,
    ...(foundMode === undefined ? {} : { foundMode }),
  };
}
