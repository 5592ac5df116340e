import { checkLength, checkNumber } from "../errors/checks.ts";

/** Throws a ShapeError unless there are n outcomes, an ArgumentError if one is neither 0 nor 1. */
export function checkOutcomes(where: string, name: string, outcomes: ArrayLike<number>, n: number): void {
  checkLength(where, name, outcomes, n, "one per row");
  const rule = { integer: true, min: 0, max: 1 };
  for (let i = 0; i < n; i++) checkNumber(where, `${name} in row ${i}`, outcomes[i], rule);
}
