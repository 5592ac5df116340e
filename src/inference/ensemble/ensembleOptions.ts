import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkMapOptions, type MapOptions } from "../map/mapOptions.ts";
import { type CombinationRule, checkCombinationRule } from "./combinationRule.ts";
import type { MemberFit } from "./memberParts.ts";
import { checkVariations, type Variation, variationOf } from "./variation.ts";

/** Options of {@link deepEnsemble}. */
export interface DeepEnsembleOptions {
  /** Number of members; default 10. With `snapshots` it is theirs. */
  readonly members?: number;
  /**
   * How every member is trained, in place of the default as a whole. Default: early stopping, each member on a tenth of the
   * rows of its own, with the best parameters kept; a fifth where the ensemble is calibrated; none for anchored members
   * and snapshots.
   */
  readonly training?: Omit<MapOptions, "bagging" | "anchored">;
  /** Trains every member on rows drawn with replacement (Breiman 1996). Default false. */
  readonly bagging?: boolean;
  /**
   * Randomised maximum a posteriori: every member has a prior centred at a draw of its own, and targets moved by draws of the
   * noise; "without-jitter" leaves the targets alone. See the option of `map`. Default false.
   */
  readonly anchored?: boolean | "without-jitter";
  /** An ensemble over hyperparameters (Wenzel et al. 2020): member k takes the k-th of these, starting over after the last. */
  readonly variations?: readonly Variation[];
  /**
   * A snapshot ensemble (Huang et al. 2017) of so many members: one run whose rate falls to 0 so many times, with the
   * parameters at the end of every cycle as members. Default: independent members.
   */
  readonly snapshots?: number;
  /**
   * What becomes of the members' predictions. "mixture": their average with equal weights (default). "median", for real
   * targets: the mixture moved so that its mean is the median of the members' function values; the spread stays. "vote", for
   * classes: the share of members to which a class is the most probable, exactly 0 where it is so to none. "logit", for
   * classes: the distribution of the averaged outputs before the softmax (section 9.3.2 of Prince, Understanding Deep
   * Learning); it tells no members apart, so that its mutual information is 0.
   */
  readonly combine?: CombinationRule;
  /**
   * "out-of-bag": multiplies the predictive variance of each real target by the factor, between 0.25 and 4, that maximises
   * the log score of the training rows, each predicted by the members that were not trained on it, where there are two or
   * more. These are fewer than all, so the factor errs towards wide; 20 members that hold out a fifth of the rows leave
   * four for each. Default "none".
   */
  readonly calibration?: "none" | "out-of-bag";
}

/** Options with everything filled in: they are valid options again. */
export interface CheckedEnsembleOptions extends DeepEnsembleOptions {
  readonly training: NonNullable<DeepEnsembleOptions["training"]>;
  readonly bagging: boolean;
  readonly anchored: boolean | "without-jitter";
  readonly variations: readonly Variation[];
  readonly combine: CombinationRule;
  readonly calibration: "none" | "out-of-bag";
}

const WHERE = "deepEnsemble";
const KEYS = [
  "members",
  "training",
  "bagging",
  "anchored",
  "variations",
  "snapshots",
  "combine",
  "calibration",
];
const MOST = 100_000;

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkEnsembleOptions(options: DeepEnsembleOptions): CheckedEnsembleOptions {
  checkKeys(WHERE, options, KEYS);
  const count = { integer: true, min: 1, max: MOST } as const;
  const { snapshots, bagging = false, anchored = false, variations = [] } = options;
  const calibration = checkChoice(WHERE, "calibration", options.calibration ?? "none", [
    "none",
    "out-of-bag",
  ]);
  const combine = checkCombinationRule(WHERE, options.combine);
  checkVariations(WHERE, variations);
  refuseTogether(options);
  const whole = snapshots !== undefined || anchored !== false;
  const share = calibration === "none" ? 0.1 : 0.2;
  const training = options.training ?? (whole ? {} : { earlyStopping: { share } });
  for (const own of [{ training }, ...variations]) if (own.training !== undefined) checkOwn(own.training);
  const checked: CheckedEnsembleOptions = {
    ...(snapshots === undefined
      ? { members: checkNumber(WHERE, "members", options.members ?? 10, count) }
      : { snapshots: checkNumber(WHERE, "snapshots", snapshots, count) }),
    training,
    bagging,
    anchored,
    variations,
    combine,
    calibration,
  };
  for (let k = 0; k < Math.max(1, variations.length); k++) memberFit(checked, k);
  return checked;
}

/** How the k-th fit is made. Throws an ArgumentError that names what is wrong with its options. */
export function memberFit(options: CheckedEnsembleOptions, k: number): MemberFit {
  const { training, bagging, anchored, variations, snapshots } = options;
  const { training: more = {}, priorVariance } = variationOf(variations, k);
  const own: MapOptions =
    snapshots === undefined
      ? {}
      : { schedule: { kind: "cyclic", cycles: snapshots }, optimiser: training.optimiser ?? "adam" };
  return {
    method: {
      name: "map",
      options: { ...checkMapOptions({ ...training, ...more, ...own, bagging, anchored }, WHERE) },
    },
    ...(priorVariance === undefined ? {} : { priorVariance }),
  };
}

/** Options that contradict each other. */
function refuseTogether(options: DeepEnsembleOptions): void {
  const { snapshots, members, training, variations, anchored = false, calibration = "none" } = options;
  const refuse = (problem: string, fix: string) => {
    throw new ArgumentError({ where: WHERE, problem, fix });
  };
  if (snapshots !== undefined) {
    const kinds = variations?.length === 0 ? undefined : variations;
    const others = { members, variations: kinds, "training.schedule": training?.schedule };
    const found = Object.entries(others).find(([, value]) => value !== undefined);
    if (found) refuse(`snapshots are of one run, ${found[0]} is for independent ones`, "Leave one out.");
    if (training?.earlyStopping !== undefined) {
      refuse("snapshots are kept at the ends of cycles, not by early stopping", "Leave one out.");
    }
    const optimiser = training?.optimiser;
    if ((typeof optimiser === "object" ? optimiser.kind : optimiser) === "lbfgs") {
      refuse("snapshots need a learning rate, L-BFGS has none", 'Use optimiser: "sgd" or "adam".');
    }
    if (anchored !== false) refuse("snapshots of an anchored fit are draws of nothing", "Leave one out.");
  }
  const same = anchored !== false || snapshots !== undefined;
  if (calibration === "out-of-bag" && same) {
    refuse(
      "calibration out of bag needs members that leave different rows out, anchored ones and snapshots do not",
      'Use calibration: "none".',
    );
  }
}

/** Throws for what is wrong by itself, and for bagging and anchors: they are matters of the whole ensemble. */
function checkOwn(training: MapOptions): void {
  checkMapOptions(training, WHERE);
  const found = ["bagging", "anchored"].find((key) => key in training);
  if (found === undefined) return;
  throw new ArgumentError({
    where: WHERE,
    problem: `${found} is an option of the ensemble, not of the training of a member`,
    fix: `Use deepEnsemble({ ${found} }).`,
  });
}
