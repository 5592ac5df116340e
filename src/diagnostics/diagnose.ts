import { type Chains, checkChains, poolChains } from "./chains.ts";
import { essBulk } from "./essBulk.ts";
import { FEWEST_DRAWS_FOR_ESS } from "./essOf.ts";
import { essTail } from "./essTail.ts";
import { mcseMean } from "./mcseMean.ts";
import { mcseSd } from "./mcseSd.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { FEWEST_DRAWS_FOR_R_HAT, rHat } from "./rHat.ts";
import { splitChains } from "./splitChains.ts";
import { standardDeviation } from "./standardDeviation.ts";

/**
 * What the chains tell about one quantity: plain JSON, so never NaN and never infinite. What cannot be given is null, and
 * `reason` says why. A null R-hat or effective sample size is no good news.
 */
export interface Diagnosis {
  readonly mean: number | null;
  /** Standard deviation of all draws, with divisor S - 1. */
  readonly sd: number | null;
  readonly rHat: number | null;
  readonly essBulk: number | null;
  readonly essTail: number | null;
  /** Monte Carlo standard error of the mean, in units of the draws. */
  readonly mcseMean: number | null;
  /** Monte Carlo standard error of the standard deviation, in units of the draws. */
  readonly mcseSd: number | null;
  /** Why a value is null; absent if none is. */
  readonly reason?: string;
}

type Value = Exclude<keyof Diagnosis, "reason">;

/**
 * Mean, standard deviation and every diagnostic of {@link rHat}, {@link essBulk}, {@link essTail}, {@link mcseMean} and
 * {@link mcseSd}, or the reason why one cannot be given: a draw that is not finite, equal draws, too few draws, chains
 * that do not move, ties. If all chains rest at one value there is no R-hat: that may be right, and they may be stuck. One
 * chain that rests among others that move makes R-hat large.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function diagnose(chains: Chains): Diagnosis {
  checkChains("diagnose", chains);
  const values: Record<Value, number> = {
    mean: meanAndVariance(poolChains(chains)).mean,
    sd: standardDeviation(chains),
    rHat: rHat(chains),
    essBulk: essBulk(chains),
    essTail: essTail(chains),
    mcseMean: mcseMean(chains),
    mcseSd: mcseSd(chains),
  };
  const given = Object.entries(values).map(([key, v]) => [key, Number.isFinite(v) ? v : null] as const);
  const finite = Object.fromEntries(given) as Record<Value, number | null>;
  if (given.every(([, value]) => value !== null)) return finite;
  return { ...finite, reason: wholeReason(chains) ?? partialReasons(values).join("; ") };
}

/** A reason that stands against all diagnostics of the chains at once. */
function wholeReason(chains: Chains): string | undefined {
  const n = chains[0]!.length;
  for (const [c, chain] of chains.entries()) {
    const i = chain.findIndex((draw) => !Number.isFinite(draw));
    if (i >= 0) return `draw ${i} of chain ${c} is ${chain[i]}`;
  }
  if (n < 2 * FEWEST_DRAWS_FOR_ESS) {
    const least = `effective sample sizes need ${2 * FEWEST_DRAWS_FOR_ESS}, R-hat ${2 * FEWEST_DRAWS_FOR_R_HAT}`;
    return `too few draws per chain: ${least}, got ${n}`;
  }
  const first = chains[0]![0]!;
  const constant = (some: Chains) => some.every((chain) => chain.every((draw) => draw === first));
  if (constant(chains)) return `every draw is ${first}`;
  return constant(splitChains(chains)) ? `every draw but the middle one of a chain is ${first}` : undefined;
}

/** Reasons against single values, for chains that are finite, long enough and not constant. */
function partialReasons(values: Record<Value, number>): string[] {
  const reasons: string[] = [];
  if (values.rHat === Number.POSITIVE_INFINITY)
    reasons.push("R-hat is infinite: no half of a chain moves, and they rest at different values");
  if (Number.isNaN(values.essTail))
    reasons.push("no tail effective sample size: all draws lie on one side of the 5 % or the 95 % quantile");
  const { mean, sd, mcseMean: error } = values;
  if (!(Number.isFinite(mean) && Number.isFinite(sd) && Number.isFinite(error)))
    reasons.push("the draws are too large for their moments");
  else if (Number.isNaN(values.mcseSd))
    reasons.push("no error of the standard deviation: all draws lie equally far from their mean");
  return reasons;
}
