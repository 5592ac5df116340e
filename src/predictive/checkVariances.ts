import { ArgumentError } from "../errors/errors.ts";

/**
 * Throws an ArgumentError naming the first variance below 0. Infinity is let through: a t distribution with few
 * degrees of freedom has no smaller variance.
 */
export function checkVariances(where: string, name: string, values: Float64Array): void {
  const i = values.findIndex((value) => !(value >= 0));
  if (i < 0) return;
  throw new ArgumentError({
    where,
    problem: `${name} variances must be at least 0, got ${values[i]} at position ${i}`,
    fix: "A tiny negative number is rounding: set it to 0.",
    details: { name, position: i, value: values[i] },
  });
}
