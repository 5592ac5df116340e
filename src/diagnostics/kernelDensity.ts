import { checkFinite, checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exp, LOG_TWO_PI, log } from "../numeric/special.ts";
import { sampleQuantile } from "./sampleQuantile.ts";
import { standardDeviation } from "./standardDeviation.ts";

/** Options of {@link kernelDensity}. */
export interface KernelDensityOptions {
  /** Where the density is wanted, ascending. Default: 201 even positions, three bandwidths beyond the draws on both sides. */
  readonly grid?: ArrayLike<number>;
  /** Standard deviation of the kernel. Default: {@link silvermanBandwidth}. */
  readonly bandwidth?: number;
}

/** A density on a grid. */
export interface DensityCurve {
  readonly grid: Float64Array;
  /** Density at the grid, in 1 / unit of the draws. */
  readonly density: Float64Array;
  /** Standard deviation of the kernel. */
  readonly bandwidth: number;
}

const [POINTS, BEYOND] = [201, 3];
/** Bandwidths beyond which a kernel is left out: it is below 1e-17 of its height there. */
const REACH = 9;

/**
 * The density that draws come from, estimated with a normal kernel: the mean of normal densities around the draws with standard
 * deviation `bandwidth`. Draws with weights or dependence are treated as if they were independent; a density with sharp
 * corners or several narrow peaks is smoothed too much by the default.
 *
 * Throws an ArgumentError for fewer than two draws, draws that are all equal or not finite, a grid that does not ascend, or a
 * bandwidth that is not positive.
 */
export function kernelDensity(draws: ArrayLike<number>, options: KernelDensityOptions = {}): DensityCurve {
  const where = "kernelDensity";
  checkKeys(where, options, ["grid", "bandwidth"]);
  const bandwidth =
    options.bandwidth === undefined
      ? silvermanBandwidth(draws)
      : checkNumber(where, "bandwidth", options.bandwidth, { above: 0 });
  checkFinite(where, "draws", draws);
  checkNumber(where, "number of draws", draws.length, { min: 1 });
  const sorted = Float64Array.from(draws).sort();
  const grid = gridOf(options.grid, sorted, bandwidth);
  const height = exp(-0.5 * LOG_TWO_PI) / (bandwidth * sorted.length);
  let first = 0;
  const density = grid.map((at) => {
    while (first < sorted.length && at - sorted[first]! > REACH * bandwidth) first += 1;
    let sum = 0;
    for (let i = first; i < sorted.length && sorted[i]! - at <= REACH * bandwidth; i++) {
      const z = (at - sorted[i]!) / bandwidth;
      sum += exp(-0.5 * z * z);
    }
    return sum * height;
  });
  return { grid, density, bandwidth };
}

/**
 * Silverman's rule of thumb for the bandwidth of a normal kernel, 0.9 min(sd, IQR / 1.34) n^(-1/5); where the quartiles are equal
 * the standard deviation alone decides. Silverman (1986), Density Estimation for Statistics and Data Analysis, (3.31).
 *
 * Throws an ArgumentError for fewer than two draws, or draws that are all equal or not finite.
 */
export function silvermanBandwidth(draws: ArrayLike<number>): number {
  const where = "silvermanBandwidth";
  checkNumber(where, "number of draws", draws.length, { min: 2 });
  checkFinite(where, "draws", draws);
  const sorted = Float64Array.from(draws).sort();
  const sd = standardDeviation([sorted]);
  if (sd === 0)
    throw new ArgumentError({
      where,
      problem: `there must be two different draws, every one is ${sorted[0]}`,
      fix: "A constant has no density.",
    });
  const quartiles = sampleQuantile(sorted, 0.75) - sampleQuantile(sorted, 0.25);
  const width = quartiles > 0 ? Math.min(sd, quartiles / 1.34) : sd;
  return 0.9 * width * exp(-log(sorted.length) / 5);
}

function gridOf(given: ArrayLike<number> | undefined, sorted: Float64Array, bandwidth: number): Float64Array {
  if (given === undefined) {
    const [low, high] = [sorted[0]! - BEYOND * bandwidth, sorted.at(-1)! + BEYOND * bandwidth];
    return Float64Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  }
  for (let i = 0; i < given.length; i++)
    checkNumber("kernelDensity", `grid[${i}]`, given[i], i === 0 ? {} : { above: given[i - 1]! });
  return Float64Array.from(given);
}
