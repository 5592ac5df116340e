import { checkKeys, checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Model } from "../../model/model.ts";
import { checkMapOptions, type MapOptions } from "../map/mapOptions.ts";

/** How a member of an ensemble over hyperparameters differs from the others. */
export interface Variation {
  /** Options of its training, in place of those of the same name. */
  readonly training?: Omit<MapOptions, "bagging" | "anchored">;
  /** Variance of its normal prior, in place of the model's. */
  readonly priorVariance?: number;
}

/** Throws an ArgumentError unless these are variations, each of them right by itself. */
export function checkVariations(where: string, variations: readonly Variation[]): void {
  if (!Array.isArray(variations)) {
    throw new ArgumentError({
      where,
      problem: `variations must be an array of objects { training, priorVariance }, got ${show(variations)}`,
    });
  }
  for (const variation of variations as readonly Variation[]) {
    const part = `${where}: variations`;
    checkKeys(part, variation, ["training", "priorVariance"]);
    const { training, priorVariance } = variation;
    if (training !== undefined) checkMapOptions(training, part);
    if (priorVariance !== undefined) checkNumber(part, "priorVariance", priorVariance, { above: 0 });
  }
}

/** That of member k: they start over after the last. */
export function variationOf(variations: readonly Variation[], k: number): Variation {
  return variations[k % Math.max(1, variations.length)] ?? {};
}

/** Throws an ArgumentError where a prior is varied that has no variance. */
export function checkVariable(
  where: string,
  variations: readonly Variation[],
  { spec: { prior } }: Model,
): void {
  if (prior.kind === "normal" || variations.every(({ priorVariance }) => priorVariance === undefined)) return;
  throw new ArgumentError({
    where,
    problem: `priorVariance varies normal priors, the model has a ${prior.kind} one`,
    fix: 'Use prior: { kind: "normal", ... }, or vary the training.',
  });
}
