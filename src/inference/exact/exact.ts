import type { Dataset } from "../../data/dataset.ts";
import { fitScaler, type Scaler, scaleDataset } from "../../data/scaler.ts";
import { checkChoice, checkFinite, checkKeys } from "../../errors/checks.ts";
import { ArgumentError, DataError, NumericError } from "../../errors/errors.ts";
import { buildLinearNetwork } from "../../model/buildLinearNetwork.ts";
import type { Model } from "../../model/model.ts";
import { takeTurn } from "../driver.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { LARGEST_CONDITION } from "./choleskySolver.ts";
import { asExactModel, type ExactModel } from "./exactModel.ts";
import { type ExactPosterior, type ExactState, exactPosterior, stateOf } from "./exactPosterior.ts";
import {
  type Boundary,
  evidenceProfile,
  featureSquares,
  type LearnedVariances,
  learnVariances,
} from "./learnVariances.ts";
import { combineReductions, linearModel, type Reduction, reduceData, solveLinear } from "./linearModel.ts";
import { linearPrior } from "./linearPrior.ts";
import { integratedProfile, integrateNoise } from "./noise.ts";
import { saveExact } from "./saveExact.ts";
import type { SolverName } from "./solution.ts";
import { combineSummaries, summariseTargets, summaryVariance, type TargetSummary } from "./targetSummary.ts";

/** Options of {@link exact}. */
export interface ExactOptions {
  /**
   * How the posterior is solved; "auto" chooses by structure. All give the same numbers up to rounding: "banded" for
   * fixed joints on one input in O(N + K), "qr" for the best conditioning, "cholesky" for many rows, "dual" for more
   * parameters than rows.
   */
  readonly solver?: SolverName | "auto";
  /** A standardisation to take over instead of fitting one: that of the first shard, for posteriors to be merged. */
  readonly scaler?: Scaler;
}

/** Exact inference with its options bound; a run needs no random numbers. */
export interface ExactMethod extends InferenceMethod<ExactOptions, ExactPosterior> {
  fit(model: Model, data: Dataset, run?: Partial<Run>): Promise<ExactPosterior>;
}

/**
 * Exact inference for a network that is linear in its parameters, under a normal prior and normal noise (section 9.3.5).
 *
 * With features H [N, D], prior N(m0, P0^-1) and noise variance sigma^2, the posterior is N(mu, Lambda^-1),
 *   Lambda = H'H/sigma^2 + P0,   mu = Lambda^-1 (H'y/sigma^2 + P0 m0);
 * variances that the spec calls "learned" maximise the evidence, and an inverse-gamma noise variance is integrated out.
 * Uses no random numbers in `fit`.
 *
 * Throws from `fit`: ArgumentError or ShapeError when model and data do not fit, DataError when the data cannot determine
 * what is asked, NumericError when the precision is singular; rejects with the signal's reason when aborted.
 */
export function exact(options: ExactOptions = {}): ExactMethod {
  checkKeys("exact", options, ["solver", "scaler"]);
  const solver = options.solver ?? "auto";
  checkChoice("exact", "solver", solver, ["auto", "banded", "cholesky", "dual", "qr"]);
  return {
    name: "exact",
    options: Object.freeze({ ...options, solver }),
    fit: (model, data, run = {}) => fitExact(model, data, { ...options, solver }, run),
  };
}

async function fitExact(
  anyModel: Model,
  data: Dataset,
  options: ExactOptions & { readonly solver: SolverName | "auto" },
  run: Partial<Run>,
): Promise<ExactPosterior> {
  const model = asExactModel(anyModel);
  checkData(model, data);
  const scaler = options.scaler ?? fitScaler(model.spec.standardise, data);
  const scaled = scaleDataset(scaler, data);
  const targets = summariseTargets(scaled.y.data, scaled.weights);
  const network = buildLinearNetwork(model.spec.network, model.inputs, scaler);
  const prior = linearPrior(model.spec.prior, network.size);
  const linear = linearModel(network, prior, data.x.rows, options.solver);
  const reduction = await reduceData(linear, scaled, run);
  await takeTurn(run.signal);
  const common = { model, scaler, options: { solver: options.solver }, targets };
  if (reduction.kind !== "gram") return conclude({ ...common, linear, reduction });
  const result = attempt(() => conclude({ ...common, linear, reduction }));
  if (result !== undefined && !result.notes.some((note) => note.code === "ill-conditioned")) return result;
  if (options.solver !== "auto" && result !== undefined) return result;
  // Too ill-conditioned for the inner products: read the rows again and never form them.
  const careful = linearModel(network, prior, data.x.rows, "qr");
  const rows = await reduceData(careful, scaled, run);
  return conclude({ ...common, linear: careful, reduction: rows }, [
    {
      code: "solver",
      message: `The posterior precision is too ill-conditioned (above ${LARGEST_CONDITION.toExponential(0)}) for its Cholesky factor; solved by QR instead.`,
    },
  ]);
}

/** The result, or undefined where the numbers did not suffice. */
function attempt(action: () => ExactPosterior): ExactPosterior | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof NumericError) return undefined;
    throw error;
  }
}

function checkData(model: ExactModel, data: Dataset): void {
  const where = "exact";
  if (data.y.cols !== 1) {
    throw new ArgumentError({
      where,
      problem: `one target is required, the data have ${data.y.cols}`,
      fix: "Fit one model per target: with independent noise their posteriors do not touch each other.",
      details: { targets: data.y.cols },
    });
  }
  if (data.x.cols !== model.inputs) {
    throw new ArgumentError({
      where,
      problem: `the model was made for ${model.inputs} input(s), the data have ${data.x.cols}`,
      details: { expected: model.inputs, found: data.x.cols },
    });
  }
  checkFinite(where, "x", data.x.data);
  checkFinite(where, "y", data.y.data);
}

/** What is known before the variances are chosen. */
export type ReducedState = Pick<
  ExactState,
  "model" | "scaler" | "options" | "linear" | "reduction" | "targets"
>;

/** Chooses the variances (or takes the given ones), solves, and wraps the result up. */
export function conclude(
  state: ReducedState,
  notes: readonly Note[] = [],
  given?: {
    readonly variance: number;
    readonly noiseVariance: number;
    readonly boundary: readonly Boundary[];
  },
): ExactPosterior {
  const { model, linear, reduction } = state;
  const { noiseVariance: noise } = model.spec.likelihood;
  const degrees = reduction.observations - linear.prior.flat;
  if (degrees < 0 || (linear.prior.flat > 0 && reduction.observations === 0)) {
    throw new DataError({
      where: "exact",
      problem: `${linear.prior.flat} parameter(s) with a flat prior need at least as many rows, got ${reduction.observations}`,
      fix: "Give them a finite prior variance.",
    });
  }
  const found = [...notes];
  const learned = given ?? chooseVariances(state, found);
  const solution = solveLinear(linear, reduction, learned.variance, learned.noiseVariance, found);
  const integrated =
    typeof noise === "object"
      ? integrateNoise(
          noise,
          { logEvidence: solution.logEvidence, quadratic: solution.residualSquares + solution.priorSquares },
          degrees,
        )
      : undefined;
  if (integrated !== undefined && !(integrated.shape > 0 && integrated.scale > 0)) {
    throw new DataError({
      where: "exact",
      problem: `the posterior of the noise variance must be proper, its shape is ${integrated.shape} and its scale ${integrated.scale}`,
      fix: "Give the noise variance a prior with positive shape and scale, or more rows.",
    });
  }
  return exactPosterior(
    { ...state, ...learned, integrated, solution, notes: found },
    { update, merge, save: saveExact },
  );
}

function chooseVariances(state: ReducedState, notes: Note[]): LearnedVariances {
  const { model, linear, reduction, targets } = state;
  const { prior, likelihood } = model.spec;
  const { variance } = prior;
  const { noiseVariance: noise } = likelihood;
  const wanted = {
    variance: variance === "learned" ? undefined : variance === "flat" ? 1 : variance,
    noiseVariance: noise === "learned" ? undefined : typeof noise === "object" ? 1 : noise,
  };
  if (wanted.variance !== undefined && wanted.noiseVariance !== undefined) {
    return { variance: wanted.variance, noiseVariance: wanted.noiseVariance, boundary: [] };
  }
  const known = evidenceProfile(linear, reduction);
  const degrees = reduction.observations - linear.prior.flat;
  const profile = typeof noise === "object" ? integratedProfile(known, noise, degrees) : known;
  const size = {
    observations: reduction.observations,
    targetVariance: summaryVariance(targets),
    featureSquares: featureSquares(linear, reduction),
  };
  return learnVariances(profile, wanted, size, notes);
}

async function update(state: ExactState, data: Dataset, run: Partial<Run>): Promise<ExactPosterior> {
  checkData(state.model, data);
  const scaled = scaleDataset(state.scaler, data);
  const part = await reduceData(state.linear, scaled, run);
  return extended(state, part, summariseTargets(scaled.y.data, scaled.weights));
}

function merge(state: ExactState, others: readonly ExactPosterior[]): ExactPosterior {
  let reduction: Reduction = state.reduction;
  let targets = state.targets;
  for (const other of others) {
    const part = stateOf(other);
    if (part === undefined || !sameModel(state, part)) {
      throw new ArgumentError({
        where: "merge",
        problem: "all posteriors must have the same model, options and standardisation",
        fix: "Fit the other shards with exact({ scaler: first.scaler }).",
      });
    }
    reduction = combineReductions(reduction, part.reduction);
    targets = combineSummaries(targets, part.targets);
  }
  return conclude({ ...state, reduction, targets });
}

function extended(state: ExactState, part: Reduction, targets: TargetSummary): ExactPosterior {
  return conclude({
    ...state,
    reduction: combineReductions(state.reduction, part),
    targets: combineSummaries(state.targets, targets),
  });
}

function sameModel(a: ExactState, b: ExactState): boolean {
  const text = (state: ExactState) => JSON.stringify([state.model.spec, state.scaler, state.options]);
  return text(a) === text(b);
}
