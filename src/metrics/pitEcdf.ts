import { type UniformEcdfBandOptions, uniformEcdfBand } from "../distributions/uniformEcdfBand.ts";
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

/**
 * The ECDF-difference plot of probability integral transforms with its simultaneous band (Saeilynoja, Buerkner & Vehtari
 * 2022), see {@link uniformEcdfBand}. A slope up, then down means too wide distributions, down, then up too narrow ones; an arch
 * above or below 0 a bias. Unlike a histogram it needs no bins.
 * Throws an ArgumentError for values outside [0, 1], no value at all, or an option that is out of range or unknown.
 */
export function pitEcdf(pit: ArrayLike<number>, options: UniformEcdfBandOptions = {}): PitEcdf {
  checkPit("pitEcdf", pit);
  const { points, lower, upper } = uniformEcdfBand(pit.length, options);
  const sorted = Float64Array.from(pit).sort();
  let below = 0;
  const shares = points.map((z) => {
    while (below < sorted.length && sorted[below]! <= z) below++;
    return below / sorted.length;
  });
  const less = (ends: readonly number[]) => ends.map((end, k) => end - points[k]!);
  return {
    points,
    difference: less(shares),
    lower: less(lower),
    upper: less(upper),
    level: options.level ?? 0.95,
    outside: shares.filter((share, k) => share < lower[k]! || share > upper[k]!).length,
  };
}
