import { innerPoints, uniformEcdfBand } from "../distributions/uniformEcdfBand.ts";
import { checkKeys } from "../errors/checks.ts";
import { checkPit } from "./checkPit.ts";

/** How the distribution function of probability integral transforms differs from the uniform one, and how far chance reaches. */
export interface PitEcdf {
  readonly points: readonly number[];
  /** Share of values at or below each point, less the point. */
  readonly difference: readonly number[];
  /** Between these ends all differences of calibrated predictions lie at once with probability `level`. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly level: number;
  /** Number of points where the difference is outside: 0 for most calibrated predictions. */
  readonly outside: number;
}

/** Options of {@link pitEcdf}. */
export interface PitEcdfOptions {
  /** The probability that calibrated predictions stay in the band, at least; default 0.95. */
  readonly level?: number;
  /** Into how many equal parts [0, 1] is divided, between which values are counted; default 100, fewer for fewer rows. */
  readonly parts?: number;
}

/**
 * The ECDF-difference plot of probability integral transforms with its simultaneous band (Saeilynoja, Buerkner & Vehtari
 * 2022), see {@link uniformEcdfBand}. Positive, then negative differences mean too narrow distributions, negative, then positive
 * ones too wide; positive throughout a bias upwards of the predictions, negative throughout one downwards. Unlike a histogram it needs no bins.
 * Throws an ArgumentError for values outside [0, 1], no value at all, or an option that is out of range or unknown.
 */
export function pitEcdf(pit: ArrayLike<number>, options: PitEcdfOptions = {}): PitEcdf {
  checkKeys("pitEcdf", options, ["level", "parts"]);
  checkPit("pitEcdf", pit);
  const n = pit.length;
  const { level = 0.95, parts = Math.min(100, Math.max(10, n)) } = options;
  const { lower, upper } = uniformEcdfBand(n, parts, level);
  const points = Array.from(innerPoints(parts));
  const sorted = Float64Array.from(pit).sort();
  let below = 0;
  const counts = points.map((z) => {
    while (below < n && sorted[below]! <= z) below++;
    return below;
  });
  const difference = (found: ArrayLike<number>) => points.map((z, k) => found[k]! / n - z);
  return {
    points,
    difference: difference(counts),
    lower: difference(lower),
    upper: difference(upper),
    level,
    outside: counts.filter((count, k) => count < lower[k]! || count > upper[k]!).length,
  };
}
