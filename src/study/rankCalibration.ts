import { uniformityPValue } from "../diagnostics/uniformRanks.ts";
import { chiSquareTail } from "../distributions/chiSquare.ts";
import { meanOf } from "../numeric/mean.ts";

/** What is ranked: a parameter, the log likelihood of the data, or an output of the network at an input. */
export type RankedKind = "parameter" | "log-likelihood" | "function";

/** One quantity whose true value was ranked among posterior draws. */
export interface RankedQuantity {
  readonly name: string;
  readonly kind: RankedKind;
}

/** The ranks of one quantity over all simulations. */
export interface SimulatedRanks {
  /** How many of the L draws lie below the true value, of every simulation: 0 ... L. */
  readonly ranks: readonly number[];
  /** Average bulk effective sample size of the L draws; absent where they do not come from chains. */
  readonly effective?: number;
}

/** The ranks of one quantity, and whether they are uniform. */
export interface RankCalibration extends RankedQuantity, SimulatedRanks {
  /** Ranks by bins of equal width, as nearly as L + 1 allows. */
  readonly histogram: readonly number[];
  /** Share of ranks at or below 0 ... L - 1, minus (rank + 1)/(L + 1): what is plotted inside the band. */
  readonly ecdfDifference: readonly number[];
  /** Pearson's statistic of the histogram, and its approximate p-value. */
  readonly chiSquare: number;
  readonly chiSquarePValue: number;
  /** Exact p-value of the empirical distribution function, by its most improbable point. */
  readonly pValue: number;
  /** What a failure looks like; absent where pValue is above 1 %. */
  readonly shape?: string;
}

/** Bins of a histogram: about ten ranks each, 2 to 20 in all. */
export function rankBins(simulations: number, draws: number): number {
  return Math.max(2, Math.min(20, Math.floor(simulations / 10), draws + 1));
}

/** Below this a failure is described. */
const DESCRIBED = 0.01;

/** Whether the ranks of a quantity among L draws are uniform on 0 ... L. */
export function rankCalibration(
  quantity: RankedQuantity,
  simulated: SimulatedRanks,
  draws: number,
): RankCalibration {
  const { ranks } = simulated;
  const counts = new Array<number>(draws + 1).fill(0);
  for (const rank of ranks) counts[rank]!++;
  const bins = rankBins(ranks.length, draws);
  const histogram = new Array<number>(bins).fill(0);
  const widths = new Array<number>(bins).fill(0);
  for (const [rank, count] of counts.entries()) {
    const bin = Math.floor((rank * bins) / (draws + 1));
    histogram[bin]! += count;
    widths[bin]!++;
  }
  const chiSquare = histogram.reduce((sum, count, b) => {
    const expected = (ranks.length * widths[b]!) / (draws + 1);
    return sum + ((count - expected) * (count - expected)) / expected;
  }, 0);
  let below = 0;
  const ecdfDifference = counts.slice(0, draws).map((count, rank) => {
    below += count;
    return below / ranks.length - (rank + 1) / (draws + 1);
  });
  const pValue = uniformityPValue(counts);
  return {
    ...quantity,
    ...simulated,
    histogram,
    ecdfDifference,
    chiSquare,
    chiSquarePValue: chiSquareTail(chiSquare, bins - 1),
    pValue,
    ...(pValue < DESCRIBED ? { shape: shapeOf(ranks, draws) } : {}),
  };
}

/** A failure in words, by the first two moments of ranks scaled to [-1, 1]: uniform ones have mean 0 and mean square 1/3. */
function shapeOf(ranks: readonly number[], draws: number): string {
  const scaled = ranks.map((rank) => (2 * rank) / draws - 1);
  const tilt = meanOf(scaled) * Math.sqrt(3);
  const spread = ((meanOf(scaled.map((value) => value * value)) - 1 / 3) * Math.sqrt(45)) / 2;
  if (Math.abs(tilt) > Math.abs(spread)) return tilt > 0 ? "draws too small" : "draws too large";
  return spread > 0 ? "draws too narrow" : "draws too wide";
}
