import { checkNumber } from "../errors/checks.ts";
import { log } from "../numeric/special.ts";
import type { Marginals } from "./marginals.ts";
import { isNormal, normalMarginals } from "./normalMarginals.ts";
import { isNormalMixture, normalMixtureMarginals } from "./normalMixtureMarginals.ts";

/** A map z -> shift + scale z with scale > 0, for one target. */
export interface AffineMap {
  readonly shift: number;
  readonly scale: number;
}

/**
 * The distributions of shift + scale Z, where Z has the given ones: this undoes the standardisation of a target.
 * Target j of t, at positions i with i mod t = j, uses maps[j]. The image of a count keeps its probability, whereas a density is divided by the
 * scale. Throws an ArgumentError unless every scale is
 * positive and every shift finite.
 */
export function affineMarginals(base: Marginals, maps: readonly AffineMap[]): Marginals {
  for (const map of maps) {
    checkNumber("affineMarginals", "shift", map.shift);
    checkNumber("affineMarginals", "scale", map.scale, { above: 0 });
  }
  if (isNormal(base)) {
    return normalMarginals(
      base.location.map((value, i) => of(maps, i).shift + of(maps, i).scale * value),
      base.scale.map((value, i) => of(maps, i).scale * value),
    );
  }
  if (isNormalMixture(base)) {
    const count = base.weights.length;
    const at = (k: number) => of(maps, Math.floor(k / count));
    return normalMixtureMarginals(
      base.size,
      base.weights,
      base.location.map((value, k) => at(k).shift + at(k).scale * value),
      base.scale.map((value, k) => at(k).scale * value),
    );
  }
  const inverse = (i: number, y: number) => {
    const z = (y - of(maps, i).shift) / of(maps, i).scale;
    if (base.discrete !== true) return z;
    // The image of a count comes back as a count, whatever the map rounded.
    const count = Math.round(z);
    return Math.abs(z - count) <= 1e-12 * (1 + Math.abs(z)) ? count : z;
  };
  const image = (i: number, z: number) => of(maps, i).shift + of(maps, i).scale * z;
  return {
    family: base.family,
    discrete: base.discrete === true,
    size: base.size,
    mean: (i) => image(i, base.mean(i)),
    variance: (i) => of(maps, i).scale * of(maps, i).scale * base.variance(i),
    logProb: (i, y) => base.logProb(i, inverse(i, y)) - (base.discrete === true ? 0 : log(of(maps, i).scale)),
    cdf: (i, y) => base.cdf(i, inverse(i, y)),
    quantile: (i, p) => image(i, base.quantile(i, p)),
    crps: (i, y) => of(maps, i).scale * base.crps(i, inverse(i, y)),
    draw: (i, rng) => image(i, base.draw(i, rng)),
  };
}

function of(maps: readonly AffineMap[], i: number): AffineMap {
  return maps[i % maps.length]!;
}
