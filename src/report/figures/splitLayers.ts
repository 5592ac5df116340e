import { evenly, take } from "./thin.ts";

/** Two parts that add up, per prediction. */
export interface SplitPair {
  readonly epistemic: ArrayLike<number>;
  readonly aleatoric: ArrayLike<number>;
}

/** The two edges of the areas of a split over a grid. */
export interface SplitLayers {
  readonly grid: Float64Array;
  /** Upper edge of the noise; not a number where nothing is drawn. */
  readonly noise: Float64Array;
  /** Upper edge of both parts. */
  readonly total: Float64Array;
  /** Number of predictions that are finite. */
  readonly shown: number;
  /** Number of groups of predictions, where they are drawn in groups. */
  readonly groups?: number;
  /** Mean over the predictions of epistemic / total; undefined if all totals are 0. */
  readonly share?: number;
  /** Mean over the predictions of 1 - sqrt(aleatoric / total). */
  readonly narrowing: number;
}

const MOST_GROUPS = 100;
const MOST_VALUES = 400;

/** The layers along an input, at up to 400 of its values. */
export function splitByX(x: ArrayLike<number>, pair: SplitPair): SplitLayers {
  const rows = finiteRows(pair);
  const finite = new Set(rows);
  const drawn = Array.from(evenly(x.length, MOST_VALUES));
  const at = (of: (i: number) => number): Float64Array =>
    Float64Array.from(drawn, (i) => (finite.has(i) ? of(i) : Number.NaN));
  return {
    grid: take(x, drawn),
    noise: at((i) => pair.aleatoric[i]!),
    total: at((i) => pair.aleatoric[i]! + pair.epistemic[i]!),
    ...shares(rows, pair),
  };
}

/**
 * The layers in the order of the total: steps, one for each of up to 100 groups of equally many predictions, at the
 * means of the group, over the share of the predictions.
 */
export function splitByRank(pair: SplitPair): SplitLayers {
  const { epistemic, aleatoric } = pair;
  const total = (i: number): number => epistemic[i]! + aleatoric[i]!;
  const order = finiteRows(pair).sort((a, b) => total(a) - total(b) || a - b);
  const groups = Math.min(order.length, MOST_GROUPS);
  const grid = new Float64Array(2 * groups);
  const noise = new Float64Array(2 * groups);
  const both = new Float64Array(2 * groups);
  for (let g = 0; g < groups; g++) {
    const [from, to] = [g, g + 1].map((edge) => Math.round((edge * order.length) / groups)) as [
      number,
      number,
    ];
    const rows = order.slice(from, to);
    const mean = (of: (i: number) => number): number => rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
    grid.set([from / order.length, to / order.length], 2 * g);
    noise.fill(
      mean((i) => aleatoric[i]!),
      2 * g,
      2 * g + 2,
    );
    both.fill(mean(total), 2 * g, 2 * g + 2);
  }
  return { grid, noise, total: both, groups, ...shares(order, pair) };
}

/** Mean over the predictions of epistemic / total, of those that are finite and not 0; undefined where there is none. */
export function epistemicShare(pair: SplitPair): number | undefined {
  return shares(finiteRows(pair), pair).share;
}

function finiteRows({ epistemic, aleatoric }: SplitPair): number[] {
  const rows: number[] = [];
  for (let i = 0; i < epistemic.length; i++) if (Number.isFinite(epistemic[i]! + aleatoric[i]!)) rows.push(i);
  return rows;
}

function shares(
  rows: readonly number[],
  { epistemic, aleatoric }: SplitPair,
): Pick<SplitLayers, "shown" | "share" | "narrowing"> {
  let [sum, smaller, positive] = [0, 0, 0];
  for (const i of rows) {
    const total = epistemic[i]! + aleatoric[i]!;
    if (total === 0) continue;
    positive += 1;
    sum += epistemic[i]! / total;
    smaller += 1 - Math.sqrt(aleatoric[i]! / total);
  }
  const found = { shown: rows.length, narrowing: positive === 0 ? 0 : smaller / positive };
  return positive === 0 ? found : { ...found, share: sum / positive };
}
