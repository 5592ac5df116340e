import { elasticNetDensity } from "../../../src/model/priors/elasticNetDensity.ts";
import { horseshoeDensity } from "../../../src/model/priors/horseshoeDensity.ts";
import { laplaceDensity } from "../../../src/model/priors/laplaceDensity.ts";
import { normalDensity } from "../../../src/model/priors/normalDensity.ts";
import { scaleMixtureDensity } from "../../../src/model/priors/scaleMixtureDensity.ts";
import { studentTDensity } from "../../../src/model/priors/studentTDensity.ts";
import type { UnitDensity } from "../../../src/model/priors/unitDensity.ts";
import { integrate } from "../../../src/numeric/quadrature.ts";

/** Every density, with parameters that make its parts matter. */
export const DENSITIES: Readonly<Record<string, UnitDensity>> = {
  normal: normalDensity(0.7),
  Laplace: laplaceDensity(0.3),
  "elastic net": elasticNetDensity(1.5, 2),
  "elastic net, nearly Laplace": elasticNetDensity(3, 1e-4),
  "elastic net without l1": elasticNetDensity(0, 4),
  "elastic net without l2": elasticNetDensity(4, 0),
  "scale mixture": scaleMixtureDensity(0.25, 1.5, 0.1),
  "Student t": studentTDensity(3, 0.5),
  "Student t of df 0.8": studentTDensity(0.8, 2),
  horseshoe: horseshoeDensity(0.4),
};

/** The integral of f over all z > 0, heavy tails included: z = scale (s/(1 - s))^2, which also opens a pole at 0. */
export function integrateHalf(f: (z: number) => number, scale: number): number {
  const ofShare = (s: number) => {
    const odds = s / (1 - s);
    const slope = (2 * scale * odds) / (1 - s) ** 2;
    return f(scale * odds * odds) * slope;
  };
  return integrate(ofShare, 0, 1, 1e-12);
}

/** P(Z <= z) at ascending places z of a symmetric density, by adding up integrals between neighbours. */
export function cdfAt(sorted: ArrayLike<number>, density: UnitDensity): Float64Array {
  const p = (z: number) => Math.exp(density.logDensity(z));
  const cdf = new Float64Array(sorted.length);
  const firstAbove = Array.from(sorted).findIndex((z) => z > 0);
  const start = firstAbove < 0 ? sorted.length : firstAbove;
  for (let i = start, from = 0, sum = 0.5; i < sorted.length; from = sorted[i++]!) {
    cdf[i] = sum += integrate(p, from, sorted[i]!, 1e-10);
  }
  for (let i = start - 1, from = 0, sum = 0.5; i >= 0; from = sorted[i--]!) {
    cdf[i] = sum -= integrate(p, sorted[i]!, from, 1e-10);
  }
  return cdf;
}
