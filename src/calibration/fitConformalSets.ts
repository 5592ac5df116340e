import { checkChoice, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import type { Note } from "../inference/method.ts";
import { rowOf } from "../numeric/matrix.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkHeldOutClasses } from "./checkHeldOut.ts";
import {
  type ConformalGroup,
  checkLevelledGroups,
  conformalThresholds,
  type GroupName,
  thresholdsOf,
} from "./conformalThresholds.ts";

/**
 * "least-ambiguous", 1 - p_k: the smallest sets on average (Sadinle, Lei & Wasserman 2019), some of them perhaps empty;
 * "adaptive", the probability of all classes at least as probable as k: larger sets where the model is in doubt
 * (Romano, Sesia & Candes 2020, without their randomisation).
 */
export type SetScore = "least-ambiguous" | "adaptive";

/** Options of {@link fitConformalSets}. */
export interface ConformalSetOptions {
  /** The share of observed classes that the sets are to hold, e.g. 0.9. */
  readonly level: number;
  /** Default "adaptive". */
  readonly score?: SetScore;
  /** The group of every held-out row [n]: then the level holds within every group. */
  readonly groups?: ArrayLike<GroupName>;
}

/** What held-out rows say about the sets of a model: plain JSON. */
export interface ConformalSetRule {
  readonly kind: "conformal-sets";
  readonly level: number;
  readonly score: SetScore;
  readonly groups: readonly ConformalGroup[];
  readonly notes: readonly Note[];
}

/** Sets of classes that hold the observed class of a new row with a probability that does not rest on the model. */
export interface ConformalSets {
  /** The classes of every row, by their indices, the most probable first; empty where none conforms. */
  readonly sets: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly level: number;
  readonly notes: readonly Note[];
}

const SCORES: readonly SetScore[] = ["least-ambiguous", "adaptive"];

/** Rounding of sums of probabilities: equal scores stay equal. */
const ROUNDING = 1e-12;

/**
 * Split conformal prediction of classes: the score up to which classes belong to a set, so that the set of a new row holds
 * its class with probability at least `level` if held-out rows and the new one are exchangeable. Too few rows give sets of
 * all classes, with a note "infinite". y holds class indices.
 * Throws a ShapeError if y has not one number per row or a row no group; an ArgumentError if one is not the index of a
 * class, there is none, the level is not between 0 and 1, or an option is unknown.
 */
export function fitConformalSets(
  heldOut: ClassificationPredictive,
  y: ArrayLike<number>,
  options: ConformalSetOptions,
): ConformalSetRule {
  const where = "fitConformalSets";
  checkKeys(where, options, ["level", "score", "groups"]);
  const level = checkNumber(where, "level", options.level, { above: 0, below: 1 });
  const score = checkChoice(where, "score", options.score ?? "adaptive", SCORES);
  checkHeldOutClasses(where, heldOut, y);
  const scores = Float64Array.from(
    { length: heldOut.size },
    (_, i) => classScores(rowOf(heldOut.probabilities, i), score)[y[i]!]!,
  );
  const learned = conformalThresholds(where, scores, 1, level, options.groups);
  return { kind: "conformal-sets", level, score, ...learned };
}

/**
 * The sets of new rows. `groups` names the group of every row where held-out rows were grouped. The rule may come from JSON
 * and is checked. Throws an ArgumentError for a rule that is none, a ShapeError for another number of groups.
 */
export function conformalSets(
  predictive: ClassificationPredictive,
  rule: ConformalSetRule,
  groups?: ArrayLike<GroupName>,
): ConformalSets {
  const where = "conformalSets";
  checkLevelledGroups(where, rule, "conformal-sets", SCORES);
  for (const { thresholds } of rule.groups) checkLength(where, "thresholds", thresholds, 1);
  const { size, classes, probabilities } = predictive;
  const { thresholds, notes } = thresholdsOf(where, rule, size, 1, groups);
  const sets = Array.from({ length: size }, (_, i) => {
    const p = rowOf(probabilities, i);
    const scores = classScores(p, rule.score);
    const kept = classes.map((_, k) => k).filter((k) => scores[k]! <= thresholds[i]! + ROUNDING);
    return kept.sort((a, b) => p[b]! - p[a]! || a - b);
  });
  return { sets, classes, level: rule.level, notes: [...rule.notes, ...notes] };
}

function classScores(p: Float64Array, score: SetScore): Float64Array {
  if (score === "least-ambiguous") return p.map((each) => 1 - each);
  return p.map((each) => p.reduce((sum, other) => sum + (other >= each ? other : 0), 0));
}
