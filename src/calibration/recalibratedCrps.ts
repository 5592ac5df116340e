import { integrate } from "../numeric/quadrature.ts";
import type { Marginals } from "../predictive/marginals.ts";
import type { CdfMap } from "./cdfMap.ts";
import { overHalfLine } from "./overHalfLine.ts";
import { reachOf } from "./partialMoments.ts";

/**
 * Continuous ranked probability score at y of the distribution R(F) at position i: the integral of
 * (R(F(z)) - 1{z >= y})^2 by adaptive quadrature between the places where R bends, to about 1e-11 of the spread.
 */
export function recalibratedCrps(
  base: Marginals,
  i: number,
  cuts: Float64Array,
  map: CdfMap,
  y: number,
): number {
  const reach = reachOf(base, i);
  const tolerance = 1e-12 * reach;
  const below = (z: number) => map.value(base.cdf(i, z));
  const square = (z: number, isAbove: boolean) => {
    const gap = isAbove ? 1 - below(z) : below(z);
    return gap * gap;
  };
  const ends = Float64Array.from([...cuts, y]).sort();
  let sum = 0;
  for (let k = 1; k < ends.length; k++) {
    const [low, high] = [ends[k - 1]!, ends[k]!];
    if (high > low) sum += integrate((z) => square(z, low >= y), low, high, tolerance);
  }
  const [lowest, highest] = [ends[0]!, ends[ends.length - 1]!];
  return (
    sum +
    overHalfLine((d) => square(lowest - d, false), reach, tolerance) +
    overHalfLine((d) => square(highest + d, true), reach, tolerance)
  );
}
