import { DataError } from "../../errors/errors.ts";
import type { Rng } from "../../random/rng.ts";
import type { CheckedMapOptions } from "./mapOptions.ts";

/** The rows that are trained on, and those that are not. */
export interface RowDivision {
  /** Numbers of the rows to train on, some of them repeatedly where they were drawn; absent means all rows. */
  readonly train?: Uint32Array;
  /** Numbers of the rows that judge training, in the order in which they are taken; absent without early stopping. */
  readonly validation?: Uint32Array;
  /** Numbers of the rows that are not trained on, ascending. */
  readonly heldOut: Uint32Array;
}

/**
 * Divides n rows as bagging and early stopping ask: rows drawn with replacement, or a share kept out at random. Streams
 * "bootstrap" and "validation" of `rng`. Throws a DataError where early stopping would have no rows to judge by.
 */
export function divideRows(
  { bagging, earlyStopping }: Pick<CheckedMapOptions, "bagging" | "earlyStopping">,
  n: number,
  rng: Rng,
): RowDivision {
  if (bagging) {
    const train = drawRows(n, rng.fork("bootstrap"));
    const drawn = new Set(train);
    const heldOut = Uint32Array.from({ length: n }, (_, row) => row).filter((row) => !drawn.has(row));
    if (earlyStopping === undefined) return { train, heldOut };
    checkSome(heldOut.length, n);
    return { train, validation: heldOut, heldOut };
  }
  if (earlyStopping === undefined) return { heldOut: new Uint32Array(0) };
  const order = rng.fork("validation").permutation(n);
  const kept = Math.min(n - 1, Math.max(1, Math.round(earlyStopping.share * n)));
  checkSome(kept, n);
  const validation = order.slice(0, kept);
  return { train: order.slice(kept), validation, heldOut: validation.toSorted() };
}

/** n rows of n, with replacement. */
function drawRows(n: number, rng: Rng): Uint32Array {
  return Uint32Array.from({ length: n }, () => Math.floor(rng.uniform() * n));
}

function checkSome(kept: number, n: number): void {
  if (kept > 0) return;
  throw new DataError({
    where: "map",
    problem: `early stopping needs a row to train on and another one to judge by, the data have ${n}`,
    fix: "Leave early stopping out.",
    details: { rows: n },
  });
}
