import { ArgumentError } from "../../errors/errors.ts";
import { checkMapOptions, type MapOptions } from "./mapOptions.ts";

/**
 * Options of a fit that finds the mode of a posterior: those that were given, after they were checked. Throws an ArgumentError
 * in the name of `where` for options of `map` that are wrong, or under which the mode is another one.
 */
export function checkModeTraining(training: MapOptions, where: string): MapOptions {
  const { bagging, anchored } = checkMapOptions(training, where);
  if (!bagging && anchored === false) return training;
  throw new ArgumentError({
    where,
    problem: `the mode must be that of the model and all rows, got ${bagging ? "bagging" : "anchored"}`,
    fix: "Leave it out, or use deepEnsemble.",
  });
}
