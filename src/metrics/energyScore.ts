import { checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import { checkDraws } from "./checkDraws.ts";
import { checkObservations } from "./checkObservations.ts";
import type { DrawsScoreOptions } from "./crpsOfDraws.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** How the draws of {@link energyScore} are made and measured. */
export interface EnergyScoreOptions {
  /** Names the draws. */
  readonly rng: Rng;
  /** Number of joint draws; default 200. The cost grows with its square. */
  readonly draws?: number;
  /** Length that counts as 1 in each target [t]; default 1 in its own units. */
  readonly scales?: readonly number[];
}

/**
 * Mean energy score of joint predictions of t targets, the form of the continuous ranked probability score for vectors:
 * E|X - y| - E|X - X'|/2 with Euclidean distances (Gneiting & Raftery 2007, section 4.3). Smaller is better; with one target it
 * is that score. Estimated without bias from joint draws, by the fair form of {@link energyScoreOfDraws}, so that models are
 * not favoured by their number of draws. Targets in different units need `scales`, or the largest numbers decide alone.
 * Throws a ShapeError if y has not one number per prediction or scales not one per target, an ArgumentError if a number is
 * not finite or there is none, for fewer than two draws, a scale that is not positive, or an unknown option.
 */
export function energyScore(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  options: EnergyScoreOptions,
): ScoreEntry {
  const where = "energyScore";
  checkKeys(where, options, ["rng", "draws", "scales"]);
  checkObservations(where, predictive, y);
  const { targets } = predictive;
  const { rng, draws: count = 200, scales = new Array<number>(targets).fill(1) } = options;
  checkNumber(where, "draws", count, { integer: true, min: 2 });
  checkLength(where, "scales", scales, targets, "one per target");
  for (const scale of scales) checkNumber(where, "scale", scale, { above: 0 });
  const draws = predictive.sample(count, rng);
  const scaled = (value: number, i: number) => value / scales[i % targets]!;
  const unit = { ...draws, data: draws.data.map(scaled) };
  return meanEntry(energyScoreOfDraws(unit, Float64Array.from(y, scaled), targets, { fair: true }));
}

/**
 * Energy score of each of n predictions of t targets that are known by S joint draws [S, n t]: the mean distance |x - y| less
 * half the mean distance |x - x'| of pairs; all pairs, or if `fair` those of different draws (see {@link crpsOfDraws}).
 * Throws a ShapeError if the columns are no multiple of the targets or y has not one number per column, an ArgumentError for
 * fewer than one draw (two if fair), numbers that are not finite, or an unknown option.
 */
export function energyScoreOfDraws(
  draws: Matrix,
  y: ArrayLike<number>,
  targets: number,
  options: DrawsScoreOptions = {},
): Float64Array {
  const where = "energyScoreOfDraws";
  const pairs = checkDraws(where, draws, options);
  const { rows: count, cols, data } = draws;
  checkNumber(where, "targets", targets, { integer: true, min: 1 });
  if (cols % targets !== 0) {
    const problem = `the columns of the draws must be a multiple of the ${targets} targets, got ${cols}`;
    throw new ShapeError({ where, problem, details: { targets, found: cols } });
  }
  checkLength(where, "y", y, cols, "one per column of the draws");
  checkFinite(where, "y", y);
  const own = new Float64Array(count * targets);
  return Float64Array.from({ length: cols / targets }, (_, i) => {
    const first = i * targets;
    for (let s = 0; s < count; s++) {
      own.set(data.subarray(s * cols + first, s * cols + first + targets), s * targets);
    }
    let toTarget = 0;
    let spread = 0;
    for (let s = 0; s < count; s++) {
      toTarget += distance(own, s * targets, y, first, targets);
      for (let r = 0; r < s; r++) spread += distance(own, s * targets, own, r * targets, targets);
    }
    return toTarget / count - spread / pairs;
  });
}

function distance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (a[i + k]! - b[j + k]!) * (a[i + k]! - b[j + k]!);
  return Math.sqrt(sum);
}
