import { checkNumber } from "../errors/checks.ts";
import { checkNotEmpty } from "./checkObservations.ts";

/** Throws an ArgumentError if there is no value or one outside [0, 1]. */
export function checkPit(where: string, pit: ArrayLike<number>): void {
  checkNotEmpty(where, pit);
  for (let i = 0; i < pit.length; i++) checkNumber(where, `pit value ${i}`, pit[i], { min: 0, max: 1 });
}
