import { ArgumentError } from "../../errors/errors.ts";

/** Throws an ArgumentError naming the first parameter whose prior is flat, that is of infinite scale. */
export function checkProper(scale: Float64Array): void {
  const flat = scale.indexOf(Number.POSITIVE_INFINITY);
  if (flat < 0) return;
  throw new ArgumentError({
    where: "prior.sample",
    problem: `draws need a proper prior, that of parameter ${flat} of ${scale.length} is flat`,
    fix: 'Give `variance` and `biasVariance` numbers instead of "flat".',
    details: { parameter: flat, size: scale.length },
  });
}
