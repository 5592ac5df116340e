import type { Dataset } from "../data/dataset.ts";
import type { Standardise } from "../data/scaler.ts";
import { show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import { checkModelSpec } from "./checkSpec.ts";
import type { LikelihoodSpec } from "./likelihoodSpec.ts";
import type { NetworkSpec, ShallowReluSpec } from "./networkSpec.ts";
import type { ModelSpec } from "./spec.ts";

/** What is predicted: real numbers and counts, or classes. */
export type Outcome = "regression" | "classification";

/** The outcome of a likelihood of kind K. */
export type OutcomeOf<K extends LikelihoodSpec["kind"]> = K extends "bernoulli" | "categorical"
  ? "classification"
  : "regression";

/** A model made ready for data of known size: a checked spec with all defaults filled in. */
export interface Model<O extends Outcome = Outcome> {
  readonly spec: Readonly<ModelSpec & { readonly standardise: Standardise }>;
  readonly outcome: O;
  /** Number of inputs d. */
  readonly inputs: number;
  /** Number of targets t. */
  readonly targets: number;
  /** Names of the classes; empty where the outcome is not a class. */
  readonly classes: readonly string[];
}

/** What a model needs to know of the data: numbers of columns, the range of x for joints by number, names of classes. */
export type DataShape = Pick<Dataset, "x"> & Partial<Pick<Dataset, "y" | "classes">>;

/**
 * A model from its spec. The data only give the numbers of inputs, targets and classes and, where joints are asked for by
 * their number, the range of x. Throws an ArgumentError or ShapeError that names the part of the spec that is wrong, a
 * DataError where the data do not name the classes.
 */
export function createModel<K extends LikelihoodSpec["kind"]>(
  spec: ModelSpec & { readonly likelihood: { readonly kind: K } },
  data: DataShape,
): Model<OutcomeOf<K>> {
  checkModelSpec(spec);
  const network = resolveNetwork(spec.network, data);
  const asked: Standardise = spec.standardise ?? (network.kind === "shallow-relu" ? "none" : "both");
  const standardise = hasRealTarget(spec.likelihood) ? asked : inputsOnly(asked);
  const classes = classNames(spec.likelihood, data);
  return {
    spec: { ...spec, network, standardise },
    outcome: (classes.length > 0 ? "classification" : "regression") as OutcomeOf<K>,
    inputs: data.x.cols,
    targets: data.y?.cols ?? 1,
    classes,
  };
}

const hasRealTarget = ({ kind }: LikelihoodSpec): boolean =>
  kind === "normal" || kind === "heteroscedastic" || kind === "student-t";

/** Counts and classes stay as they are. */
const inputsOnly = (standardise: Standardise): Standardise =>
  standardise === "none" || standardise === "target" ? "none" : "inputs";

/** The names of the classes that the likelihood speaks of; none for real targets and counts. */
function classNames({ kind }: LikelihoodSpec, data: DataShape): readonly string[] {
  const { classes } = data;
  if (kind === "bernoulli" && (classes === undefined || classes.length === 2)) return classes ?? ["0", "1"];
  if (kind === "categorical" && classes !== undefined && classes.length >= 2) return classes;
  const isClass = kind === "bernoulli" || kind === "categorical";
  if (!isClass && classes === undefined) return [];
  throw new DataError({
    where: "createModel",
    problem: isClass
      ? `a ${kind} likelihood needs a target of ${kind === "bernoulli" ? "two" : "two or more"} classes, the data have ${classes?.length ?? "none"}`
      : `a ${kind} likelihood needs numbers, the target is one of ${classes!.length} classes`,
    fix: isClass
      ? "Name them: createDataset({ x, y, classes })."
      : 'Use { kind: "categorical" }, or "bernoulli" for two classes.',
    details: { kind, classes: classes?.length ?? 0 },
  });
}

/** Joints asked for by their number become explicit ones, so that the spec says all. */
function resolveNetwork(spec: NetworkSpec, data: DataShape): NetworkSpec {
  if (spec.kind !== "shallow-relu") return spec;
  if (data.x.cols !== 1) {
    throw new ArgumentError({
      where: "createModel",
      problem: `a shallow-relu network with fixed joints takes one input, the data have ${data.x.cols}`,
      fix: 'Use { kind: "random-relu", units, seed } for several inputs.',
      details: { inputs: data.x.cols },
    });
  }
  if (Array.isArray(spec.joints)) return spec;
  const { count, from, to } = spec.joints as Exclude<ShallowReluSpec["joints"], readonly number[]>;
  let low = from ?? Number.POSITIVE_INFINITY;
  let high = to ?? Number.NEGATIVE_INFINITY;
  for (const value of data.x.data) {
    if (from === undefined) low = Math.min(low, value);
    if (to === undefined) high = Math.max(high, value);
  }
  if (!(high > low)) {
    throw new DataError({
      where: "createModel",
      problem: `joints by number need a range of x, got ${show(low)} to ${show(high)}`,
      fix: "Give the joints themselves, or `from` and `to`.",
    });
  }
  return { ...spec, joints: Array.from({ length: count }, (_, k) => low + ((high - low) * k) / count) };
}
