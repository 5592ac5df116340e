import type { Dataset } from "../../data/dataset.ts";
import { type Scaler, scaleColumns } from "../../data/scaler.ts";
import { checkNumber } from "../../errors/checks.ts";
import { ShapeError } from "../../errors/errors.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { LOG_TWO_PI, log } from "../../numeric/special.ts";
import { affinePredictive } from "../../predictive/combine.ts";
import { normalPredictive, studentTPredictive } from "../../predictive/normalPredictive.ts";
import type { Of, RegressionPredictive } from "../../predictive/predictive.ts";
import type { Rng } from "../../random/rng.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import type { DensityPosterior, EvidencePosterior, Note, Run } from "../method.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import type { ExactModel } from "./exactModel.ts";
import type { Boundary } from "./learnVariances.ts";
import type { LinearModel, Reduction } from "./linearModel.ts";
import { type IntegratedNoise, logStudentT } from "./noise.ts";
import type { LinearSolution, SolverName } from "./solution.ts";
import type { TargetSummary } from "./targetSummary.ts";

/** The exact posterior of a linear model. Parameters, their prior and their posterior are in the units the network sees. */
export interface ExactPosterior extends DensityPosterior<"regression">, EvidencePosterior<"regression"> {
  readonly method: "exact";
  readonly model: ExactModel;
  /** How it was solved. */
  readonly solver: SolverName;
  /** Number of observations N. */
  readonly observations: number;
  /** Posterior mean of the parameters [D], the bias last. */
  readonly mean: Float64Array;
  /** Posterior variances of the parameters [D]. */
  variances(): Float64Array;
  /** Posterior covariance of the parameters [D, D]. */
  covariance(): Matrix;
  /**
   * Posterior means and variances of the averages of f over groups of `group` consecutive rows of x, in the units of y.
   * Absent where the solver has no features ("banded").
   */
  averages?(x: Inputs, group: number): { readonly mean: Float64Array; readonly variance: Float64Array };
  /** Effective number of parameters: how many the data determine, between 0 and D. */
  effectiveParameters(): number;
  /** log p(y | x, model), for y in its own units. */
  readonly logEvidence: number;
  /** "restricted" when a flat prior has been left out: then it compares variances, not models with other flat parameters. */
  readonly evidenceKind: "proper" | "restricted";
  /** Prior variance of the weights, in the units the network sees; relative to the noise variance where that is integrated out. */
  readonly priorVariance: number;
  /** Noise variance in squared units of y; its posterior mean where it is integrated out. */
  readonly noiseVariance: number;
  /** Variances that evidence maximisation could not bound; empty otherwise. */
  readonly boundary: readonly Boundary[];
  /** The posterior after more data: the same as one fit on all of them, with the standardisation of the first. */
  update(data: Dataset, run?: Partial<Run>): Promise<ExactPosterior>;
  /** The posterior on the data of all, for posteriors of the same model fitted on other rows with one standardisation. */
  merge(...others: readonly ExactPosterior[]): ExactPosterior;
}

/** Everything an exact posterior consists of. */
export interface ExactState {
  readonly model: ExactModel;
  readonly scaler: Scaler;
  readonly options: { readonly solver: SolverName | "auto" };
  readonly linear: LinearModel;
  readonly reduction: Reduction;
  readonly targets: TargetSummary;
  readonly variance: number;
  /** Noise variance in the units the network sees; 1 when integrated out. */
  readonly noiseVariance: number;
  readonly integrated: IntegratedNoise | undefined;
  readonly boundary: readonly Boundary[];
  readonly solution: LinearSolution;
  readonly notes: readonly Note[];
}

/** What needs the whole fit, and so is supplied by it. */
export interface ExactActions {
  update(state: ExactState, data: Dataset, run: Partial<Run>): Promise<ExactPosterior>;
  merge(state: ExactState, others: readonly ExactPosterior[]): ExactPosterior;
  save(state: ExactState): SavedPosterior;
}

const states = new WeakMap<ExactPosterior, ExactState>();

/** The state behind a posterior made here. */
export function stateOf(posterior: ExactPosterior): ExactState | undefined {
  return states.get(posterior);
}

/** The posterior of a state. */
export function exactPosterior(state: ExactState, actions: ExactActions): ExactPosterior {
  const { model, scaler, linear, solution, integrated, reduction } = state;
  const targetScale = scaler.y.scale[0]!;
  const flat = linear.prior.flat;
  const logEvidence = integrated?.logEvidence ?? solution.logEvidence;
  const noise = integrated === undefined ? state.noiseVariance : meanNoise(integrated);
  const posterior: ExactPosterior = {
    method: "exact",
    model,
    scaler,
    size: solution.size,
    notes: state.notes,
    solver: solution.solver,
    observations: reduction.observations,
    mean: solution.mean,
    boundary: state.boundary,
    priorVariance: state.variance,
    noiseVariance: noise * targetScale * targetScale,
    logEvidence: logEvidence - (reduction.observations - flat) * log(targetScale),
    evidenceKind: flat > 0 || (integrated !== undefined && isImproper(model)) ? "restricted" : "proper",
    variances: () => solution.variances().map((value) => value * noiseFactor(integrated)),
    covariance: () => {
      const covariance = solution.covariance();
      return { ...covariance, data: covariance.data.map((value) => value * noiseFactor(integrated)) };
    },
    effectiveParameters: () => solution.effectiveParameters(),
    logDensity: (parameters) => {
      const q = solution.quadratic(parameters);
      if (integrated !== undefined) return logStudentT(integrated, solution.size, solution.logDeterminant, q);
      return 0.5 * (solution.logDeterminant - solution.size * LOG_TWO_PI - q);
    },
    sample: (rng, out = new Float64Array(solution.size)) => drawParameters(state, rng, out).parameters,
    ...(solution.averages === undefined ? {} : { averages: (x, group) => averagesAt(state, x, group) }),
    predict: (x) => predictAt(state, asInputs("predict", x, model.inputs)),
    save: () => actions.save(state),
    update: (data, run = {}) => actions.update(state, data, run),
    merge: (...others) => actions.merge(state, others),
  };
  states.set(posterior, state);
  return posterior;
}

function isImproper(model: ExactModel): boolean {
  const { noiseVariance } = model.spec.likelihood;
  return typeof noiseVariance === "object" && !(noiseVariance.shape > 0 && noiseVariance.scale > 0);
}

/** Posterior mean of an inverse-gamma noise variance; Infinity where it does not exist. */
function meanNoise({ shape, scale }: IntegratedNoise): number {
  return shape > 1 ? scale / (shape - 1) : Number.POSITIVE_INFINITY;
}

/** What turns Lambda^-1 (at noise variance 1) into the covariance of the parameters. */
export function noiseFactor(integrated: IntegratedNoise | undefined): number {
  return integrated === undefined ? 1 : meanNoise(integrated);
}

/** One joint draw of parameters and noise variance from the posterior. */
function drawParameters(state: ExactState, rng: Rng, out: Float64Array) {
  const { solution, integrated } = state;
  const noise =
    integrated === undefined ? state.noiseVariance : 1 / rng.gamma(integrated.shape, integrated.scale);
  const spread = integrated === undefined ? 1 : Math.sqrt(noise);
  solution.deviation(rng, out);
  for (let j = 0; j < out.length; j++) out[j] = solution.mean[j]! + spread * out[j]!;
  return { parameters: out, noise };
}

function averagesAt(state: ExactState, x: Inputs, group: number) {
  const { model, scaler, solution, integrated } = state;
  const inputs = scaleColumns(scaler.x, asInputs("averages", x, model.inputs));
  checkNumber("averages", "group", group, { integer: true, min: 1 });
  if (inputs.rows % group !== 0) {
    throw new ShapeError({
      where: "averages",
      problem: `the number of rows must be a multiple of the group size ${group}, got ${inputs.rows}`,
    });
  }
  const { mean, variance } = solution.averages!(inputs, group);
  const [shift, scale] = [scaler.y.shift[0]!, scaler.y.scale[0]!];
  return {
    mean: mean.map((value) => shift + scale * value),
    variance: variance.map((value) => scale * scale * noiseFactor(integrated) * value),
  };
}

function predictAt(state: ExactState, x: Matrix): RegressionPredictive {
  const { scaler, solution, integrated } = state;
  const inputs = scaleColumns(scaler.x, x);
  const { mean, variance } = solution.moments(inputs);
  const drawJoint = (of: Of, rng: Rng, out: Float64Array) => {
    const { parameters, noise } = drawParameters(state, rng, new Float64Array(solution.size));
    solution.evaluate(parameters, inputs, out);
    if (of === "function") return;
    const sigma = Math.sqrt(noise);
    for (let i = 0; i < out.length; i++) out[i]! += sigma * rng.normal();
  };
  const aleatoric = (value: number) => new Float64Array(x.rows).fill(value);
  const standardised =
    integrated === undefined
      ? normalPredictive({ mean, epistemic: variance, aleatoric: aleatoric(state.noiseVariance), drawJoint })
      : studentTPredictive({
          df: 2 * integrated.shape,
          location: mean,
          functionScale: variance.map((v) => Math.sqrt((integrated.scale / integrated.shape) * v)),
          observationScale: variance.map((v) => Math.sqrt((integrated.scale / integrated.shape) * (1 + v))),
          aleatoric: aleatoric(meanNoise(integrated)),
          drawJoint,
        });
  return affinePredictive(standardised, [{ shift: scaler.y.shift[0]!, scale: scaler.y.scale[0]! }]);
}
