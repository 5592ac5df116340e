import { standardNormalCdf, standardNormalDensity } from "../distributions/standardNormal.ts";
import { integrate } from "../numeric/quadrature.ts";
import type { Marginals } from "../predictive/marginals.ts";
import { isNormal } from "../predictive/normalMarginals.ts";
import { isNormalMixture } from "../predictive/normalMixtureMarginals.ts";
import { overHalfLine } from "./overHalfLine.ts";

/** Integrals over a piece of the line, with the distribution function F as the measure. */
export interface PartialMoments {
  /** Of y - centre. */
  readonly first: number;
  /** Of (y - centre)^2. */
  readonly second: number;
}

/**
 * The partial moments of distribution i, whose mean is finite, about a centre, over the pieces between -Infinity, cuts[0],
 * cuts[1], ..., Infinity: one more than there are cuts, of which there is at least one and which ascend. In closed form for
 * normals and their mixtures, by quadrature of F otherwise. Of an infinite variance the last second moment is infinite.
 */
export function partialMoments(
  base: Marginals,
  i: number,
  cuts: Float64Array,
  centre: number,
): readonly PartialMoments[] {
  if (isNormal(base)) {
    const { location, scale } = base;
    return byPiece(cuts, (a, b) => ofNormal(location[i]!, scale[i]!, a, b, centre));
  }
  if (isNormalMixture(base)) {
    const { weights, location, scale } = base;
    const at = i * weights.length;
    return byPiece(cuts, (a, b) => {
      let [first, second] = [0, 0];
      for (let s = 0; s < weights.length; s++) {
        const part = ofNormal(location[at + s]!, scale[at + s]!, a, b, centre);
        first += weights[s]! * part.first;
        second += weights[s]! * part.second;
      }
      return { first, second };
    });
  }
  return byParts(base, i, cuts, centre);
}

function byPiece(
  cuts: Float64Array,
  of: (a: number, b: number) => PartialMoments,
): readonly PartialMoments[] {
  const ends = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  return ends.slice(1).map((b, k) => of(ends[k]!, b));
}

/** A length on which distribution i spreads; positive unless it is a point. */
export function reachOf(base: Marginals, i: number): number {
  return base.quantile(i, 0.75) - base.quantile(i, 0.25) || Math.sqrt(base.variance(i));
}

/** With z = (y - mean)/sd the integrals of z and z^2 are -phi and Phi - z phi, each taken between the ends. */
function ofNormal(mean: number, sd: number, a: number, b: number, centre: number): PartialMoments {
  const off = mean - centre;
  if (sd === 0) {
    const mass = mean > a && mean <= b ? 1 : 0;
    return { first: mass * off, second: mass * off * off };
  }
  const low = at((a - mean) / sd);
  const high = at((b - mean) / sd);
  const mass = high.cdf - low.cdf;
  const first = sd * (low.density - high.density);
  const second = sd * sd * (mass + low.moment - high.moment);
  return { first: first + off * mass, second: second + 2 * off * first + off * off * mass };
}

function at(z: number): { cdf: number; density: number; moment: number } {
  if (!Number.isFinite(z)) return { cdf: z < 0 ? 0 : 1, density: 0, moment: 0 };
  const density = standardNormalDensity(z);
  return { cdf: standardNormalCdf(z), density, moment: z * density };
}

/**
 * Integrals by parts, of F over every piece below the last cut: above it 1 - F has lost its digits, and what is left of the
 * moments of all is there.
 */
function byParts(base: Marginals, i: number, cuts: Float64Array, centre: number): readonly PartialMoments[] {
  const reach = reachOf(base, i);
  const tolerance = 1e-12 * reach;
  const cdf = (y: number) => base.cdf(i, y);
  const offset = (y: number) => y - centre;
  const lowest = cuts[0]!;
  const [q, mass] = [offset(lowest), cdf(lowest)];
  const below = overHalfLine((d) => cdf(lowest - d), reach, tolerance);
  const farther = overHalfLine((d) => d * cdf(lowest - d), reach, tolerance * reach);
  const parts = [
    { first: q * mass - below, second: q * q * mass - 2 * (q * below - farther) },
    ...Array.from(cuts.subarray(1), (b, k) => {
      const a = cuts[k]!;
      const [p, q, low, high] = [offset(a), offset(b), cdf(a), cdf(b)];
      const area = integrate(cdf, a, b, tolerance);
      const moment = integrate((y) => offset(y) * cdf(y), a, b, tolerance * reach);
      return { first: q * high - p * low - area, second: q * q * high - p * p * low - 2 * moment };
    }),
  ];
  const off = offset(base.mean(i));
  const rest = (total: number, key: "first" | "second") =>
    parts.reduce((left, part) => left - part[key], total);
  return [...parts, { first: rest(off, "first"), second: rest(base.variance(i) + off * off, "second") }];
}
