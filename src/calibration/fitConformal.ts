import { checkChoice, checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import type { Note } from "../inference/method.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkSome } from "./checkHeldOut.ts";
import { atScores, type ConformalInterval } from "./conformalInterval.ts";
import {
  CONFORMAL_SCORES,
  type ConformalScore,
  nestedIntervals,
  scoreObservations,
} from "./conformalScore.ts";
import {
  type ConformalGroup,
  checkLevelledGroups,
  conformalThresholds,
  type GroupName,
  thresholdsOf,
} from "./conformalThresholds.ts";

/** Options of {@link fitConformal}. */
export interface ConformalOptions {
  /** The share of observations that the intervals are to hold, e.g. 0.9. */
  readonly level: number;
  /** The shape of the intervals; default "standardised". */
  readonly score?: ConformalScore;
  /** The group of every held-out row [n]: then the level holds within every group. */
  readonly groups?: ArrayLike<GroupName>;
}

/** What held-out rows say about the intervals of a model: plain JSON, to be kept beside the model. */
export interface ConformalRule {
  readonly kind: "conformal-intervals";
  readonly level: number;
  readonly score: ConformalScore;
  /** One entry for each group; a single one, of name null, where rows are not grouped. */
  readonly groups: readonly ConformalGroup[];
  readonly notes: readonly Note[];
}

/**
 * Split conformal prediction (Papadopoulos et al. 2002; Lei et al. 2018): how far the intervals of a model have to reach to
 * hold the observations of rows that had no part in its fit. If held-out rows and a new one are exchangeable, the interval
 * of the new one holds its observation with probability k/(n + 1) >= level, k = ceil((n + 1) level), whatever the model.
 * Each target is treated on its own. Where k > n the bounds are infinite, with a note.
 * Throws a ShapeError if y has not one number per prediction or a row no group; an ArgumentError if one is not finite,
 * there is none, the level is not between 0 and 1, an option is unknown, or the predictions lack a finite mean or a spread that
 * the score needs.
 */
export function fitConformal(
  heldOut: RegressionPredictive,
  y: ArrayLike<number>,
  options: ConformalOptions,
): ConformalRule {
  const where = "fitConformal";
  checkKeys(where, options, ["level", "score", "groups"]);
  const level = checkNumber(where, "level", options.level, { above: 0, below: 1 });
  const score = checkChoice(where, "score", options.score ?? "standardised", CONFORMAL_SCORES);
  checkLength(where, "y", y, heldOut.mean.length, "one per prediction");
  checkFinite(where, "y", y);
  checkSome(where, y);
  const scores = scoreObservations(nestedIntervals(where, heldOut, score, level), y);
  const learned = conformalThresholds(where, scores, heldOut.targets, level, options.groups);
  return { kind: "conformal-intervals", level, score, ...learned };
}

/**
 * The intervals of new rows [n, t]. `groups` names the group of every row where held-out rows were grouped; a group of
 * which no row was held out has infinite bounds, with a note. The rule may come from JSON and is checked.
 * Throws an ArgumentError for a rule that is none, a ShapeError for another number of targets or of groups.
 */
export function conformalInterval(
  predictive: RegressionPredictive,
  rule: ConformalRule,
  groups?: ArrayLike<GroupName>,
): ConformalInterval {
  const where = "conformalInterval";
  checkLevelledGroups(where, rule, "conformal-intervals", CONFORMAL_SCORES);
  const { level, score } = rule;
  const { size, targets } = predictive;
  for (const { thresholds } of rule.groups) {
    checkLength(where, "thresholds", thresholds, targets, "one per target");
  }
  const reach = thresholdsOf(where, rule, size, targets, groups);
  const ends = atScores(nestedIntervals(where, predictive, score, level), reach.thresholds);
  return {
    ...ends,
    level,
    guarantee: level,
    notes: [...rule.notes, ...reach.notes, ...ends.notes],
  };
}
