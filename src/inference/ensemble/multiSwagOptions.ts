import { checkKeys, checkNumber } from "../../errors/checks.ts";
import {
  type CheckedSwagOptions,
  checkSwagOptions,
  SWAG_KEYS,
  type SwagOptions,
} from "../swag/swagOptions.ts";
import { type CombinationRule, checkCombinationRule } from "./combinationRule.ts";
import type { MemberFit } from "./memberParts.ts";
import { checkVariations, type Variation, variationOf } from "./variation.ts";

/** Options of {@link multiSwag}: those of `swag`, which all members have, and those of the ensemble. */
export interface MultiSwagOptions extends SwagOptions {
  /** Number of SWAG posteriors. Default 10. */
  readonly members?: number;
  /** Draws that a prediction averages over, divided among the members: each has as many, rounded up. Default 500. */
  readonly draws?: number;
  /**
   * How members differ: member k takes the k-th of these, starting over after the last; their training is that of the mode.
   * Default: only in their random numbers.
   */
  readonly variations?: readonly Variation[];
  /**
   * What becomes of the draws of all members. "mixture": their predictions averaged with equal weights (default). "median",
   * "vote" and "logit" are those of `deepEnsemble`, with a draw in place of a member.
   */
  readonly combine?: CombinationRule;
}

/** Options with everything checked and filled in but for what depends on the data: they are valid options again. */
export interface CheckedMultiSwagOptions extends CheckedSwagOptions {
  readonly members: number;
  readonly variations: readonly Variation[];
  readonly combine: CombinationRule;
}

const WHERE = "multiSwag";
const MOST = 100_000;

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkMultiSwagOptions(options: MultiSwagOptions): CheckedMultiSwagOptions {
  checkKeys(WHERE, options, ["members", "variations", "combine", ...SWAG_KEYS]);
  const { members: count = 10, variations = [], combine, ...shared } = options;
  const members = checkNumber(WHERE, "members", count, { integer: true, min: 1, max: MOST });
  checkVariations(WHERE, variations);
  const swag = checkSwagOptions(shared, WHERE);
  checkNumber(WHERE, "draws", swag.draws, { min: members });
  const checked = { members, variations, combine: checkCombinationRule(WHERE, combine), ...swag };
  for (let k = 0; k < variations.length; k++) memberFit(checked, k);
  return checked;
}

/** How the k-th member is made. Throws an ArgumentError that names what is wrong with its options. */
export function memberFit(options: CheckedMultiSwagOptions, k: number): MemberFit {
  const { members, variations, combine: _, ...shared } = options;
  const { training, priorVariance } = variationOf(variations, k);
  const own = { training: { ...shared.training, ...training }, draws: Math.ceil(shared.draws / members) };
  return {
    method: { name: "swag", options: { ...checkSwagOptions({ ...shared, ...own }, WHERE) } },
    ...(priorVariance === undefined ? {} : { priorVariance }),
  };
}
