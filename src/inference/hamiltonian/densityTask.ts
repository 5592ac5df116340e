import type { TaskHandler } from "../executor.ts";
import { type DensityChain, densityChain } from "./densityChain.ts";
import { type CheckedModule, checkModule, loadDensity } from "./densityModule.ts";
import { type CheckedDensityOptions, checkDensityOptions } from "./densityOptions.ts";
import { checkDensity } from "./userDensity.ts";

/** The spec of the task "density": one chain on a density that a module exports. */
export interface DensityTaskSpec {
  /** Who complains. */
  readonly where: string;
  readonly module: CheckedModule;
  /** The options of the chain: all draws are its own. */
  readonly options: CheckedDensityOptions;
}

/** The task "density": a chain on a density that a module exports. */
export const densityTask: TaskHandler = async (spec, context): Promise<DensityChain> => {
  const { where, module, options } = spec as DensityTaskSpec;
  const density = await loadDensity(where, checkModule(where, module));
  const checked = checkDensity(where, density);
  return densityChain(where, density, checked, checkDensityOptions(where, options), context, "");
};
