import { checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { type Chains, checkChains } from "./chains.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { toUnitRange } from "./toUnitRange.ts";

/**
 * Nested R-hat, for many chains too short to be compared one by one. K superchains of M neighbouring chains each, all of
 * whose chains began at the same point, are compared instead:
 *   sqrt(1 + B/W),   W = mean over superchains of (variance of the M means of chains + mean of their M variances),
 * with B the variance of the K means of superchains. It needs no long chains: there may be a single draw in each. Where all
 * draws are independent it is sqrt(1 + 1/(M n)) or so, and a place that a superchain has not left yet raises it.
 * Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari & Gelman (2024), Bayesian Analysis.
 *
 * With M = 1 its square is that of `rHatBasic` and 1/n. Draws are taken as they are, neither split nor ranked. Infinity if
 * every superchain rests at a value of its own. NaN if a draw is not finite, all draws are equal, or superchains have one
 * chain of one draw each.
 * Throws an ArgumentError if there is no chain, or the number of superchains is not 2 or more or does not divide that of the
 * chains; a ShapeError if lengths differ.
 */
export function rHatNested(chains: Chains, superchains: number): number {
  const where = "rHatNested";
  checkChains(where, chains);
  checkNumber(where, "superchains", superchains, { integer: true, min: 2 });
  if (chains.length % superchains !== 0) {
    throw new ArgumentError({
      where,
      problem: `superchains must divide the number of chains, got ${superchains} for ${chains.length} chains`,
      fix: "Give every superchain as many chains.",
      details: { superchains, chains: chains.length },
    });
  }
  const unit = toUnitRange(chains);
  const each = chains.length / superchains;
  const draws = chains[0]!.length;
  if (unit === undefined || (each === 1 && draws === 1)) return Number.NaN;
  const moments = unit.map(meanAndVariance);
  const groups = Array.from({ length: superchains }, (_, k) => {
    const group = moments.slice(k * each, (k + 1) * each);
    const means = meanAndVariance(group.map(({ mean }) => mean));
    const between = each === 1 ? 0 : means.variance;
    const within = draws === 1 ? 0 : meanAndVariance(group.map(({ variance }) => variance)).mean;
    return { mean: means.mean, spread: between + within };
  });
  const between = meanAndVariance(groups.map(({ mean }) => mean)).variance;
  return Math.sqrt(1 + between / meanAndVariance(groups.map(({ spread }) => spread)).mean);
}
