import { formatCount } from "../format/formatNumber.ts";
import { evenly } from "./thin.ts";

/** Stretches of a long trace; of each the smallest and the largest value are drawn. */
const STRETCHES = 250;

/**
 * Positions of a trace that show its course and how far it swings: all of a short one; of a long one both ends and, of each of
 * {@link STRETCHES} stretches of equal length, the smallest and the largest finite value.
 */
export function thinTrace(values: ArrayLike<number>, stretches: number = STRETCHES): Int32Array {
  const n = values.length;
  if (n <= 4 * stretches) return evenly(n, n);
  const kept = new Set<number>([0]);
  for (let k = 0; k < stretches; k++) {
    const [from, to] = [Math.floor((k * n) / stretches), Math.floor(((k + 1) * n) / stretches)];
    let [least, most] = [-1, -1];
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      if (least < 0 || values[i]! < values[least]!) least = i;
      if (most < 0 || values[i]! > values[most]!) most = i;
    }
    if (least < 0) kept.add(from);
    else kept.add(Math.min(least, most)).add(Math.max(least, most));
  }
  return Int32Array.from(kept.add(n - 1)).sort();
}

/** Says that long traces were thinned. */
export function thinnedSentence(what: string, longest: number, stretches: number = STRETCHES): string[] {
  if (longest <= 4 * stretches) return [];
  return [
    `Of ${formatCount(longest)} ${what} the smallest and the largest of each of ${stretches} stretches are drawn.`,
  ];
}
