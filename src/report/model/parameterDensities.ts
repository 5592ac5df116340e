import { kernelDensity } from "../../diagnostics/kernelDensity.ts";
import { meanAndVariance } from "../../diagnostics/meanAndVariance.ts";
import { normalDensity } from "../../distributions/normal.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import { type CompiledModel, compileModel } from "../../model/compileModel.ts";
import type { Model } from "../../model/model.ts";
import { parameterNames } from "../../model/parameterNames.ts";
import { columnOf } from "../../numeric/matrix.ts";
import { log } from "../../numeric/special.ts";
import type { Rng } from "../../random/rng.ts";
import { parameterLayout } from "../../study/parameterLayout.ts";
import { type PosteriorBasis, posteriorBasis } from "../../study/posteriorBasis.ts";
import type { QuantityDensities } from "../figures/densitiesFigure.ts";

/** Parameters whose densities are drawn. */
const SHOWN = 6;
/** Draws of a posterior that keeps none. */
const DRAWS = 1000;
/** Members of an ensemble are too few for a density. */
const LEAST = 100;
/** Positions of a density, and how far it reaches from the mean in standard deviations. */
const [POINTS, REACH] = [121, 4];

interface Normal {
  readonly mean: number;
  readonly sd: number;
}

/** A parameter: the moments of its posterior, its draws where it is not known to be normal, and its prior where that is normal. */
interface Parameter extends Normal {
  readonly index: number;
  readonly draws?: Float64Array;
  readonly prior?: Normal;
}

/**
 * Densities of the parameters that the data moved most, the first six: of a network that is linear in its parameters all are
 * looked at; of one with hidden layers, whose units may change places, those of the noise alone.
 */
export function parameterDensities(
  posterior: Posterior,
  truth: ExactPosterior | undefined,
  rng: Rng,
): QuantityDensities[] {
  const basis = posteriorBasis(posterior, DRAWS, rng);
  if (basis.kind === "point" || ("bank" in basis && basis.bank.rows < LEAST)) return [];
  const names = parameterNames(parameterLayout(posterior));
  const sd = truth?.variances().map(Math.sqrt);
  return parametersOf(posterior, basis)
    .sort((a, b) => learned(b) - learned(a))
    .slice(0, SHOWN)
    .sort((a, b) => a.index - b.index)
    .map((parameter) => {
      const { index, prior } = parameter;
      const grid = gridOf(parameter);
      return {
        name: names[index]!,
        grid,
        posterior: densityOf(parameter, grid),
        ...(prior === undefined ? {} : { prior: normalCurve(prior, grid) }),
        ...(truth === undefined || sd === undefined
          ? {}
          : { exact: normalCurve({ mean: truth.mean[index]!, sd: sd[index]! }, grid) }),
      };
    });
}

function parametersOf(posterior: Posterior, basis: PosteriorBasis): Parameter[] {
  const compiled = compileModel(asFitted(posterior), posterior.scaler);
  const first = posterior.model.spec.network.kind === "mlp" ? compiled.form.size : 0;
  return Array.from({ length: posterior.size - first }, (_, k) => {
    const index = first + k;
    const prior = priorOf(compiled, index);
    return { index, ...momentsOf(basis, index), ...(prior === undefined ? {} : { prior }) };
  }).filter(({ sd }) => sd > 0);
}

/** The model as it was fitted: exact inference may have chosen the prior variance, and has no parameters of the noise. */
function asFitted(posterior: Posterior): Model {
  const { method, model } = posterior;
  const { prior } = model.spec;
  if (method !== "exact" || prior.kind !== "normal") return model;
  const { priorVariance } = posterior as unknown as ExactPosterior;
  const variance = prior.variance === "learned" ? priorVariance : prior.variance;
  const likelihood = { kind: "normal", noiseVariance: 1 } as const;
  return { ...model, spec: { ...model.spec, prior: { ...prior, variance }, likelihood } };
}

function momentsOf(basis: PosteriorBasis, index: number): Normal & { readonly draws?: Float64Array } {
  if (basis.kind === "normal") return { mean: basis.mean[index]!, sd: basis.sd[index]! };
  const draws = columnOf(basis.kind === "chains" ? basis.posterior.draws : basis.bank, index);
  const { mean, variance } = meanAndVariance(draws);
  return { mean, sd: Math.sqrt(variance), draws };
}

/** The prior of a parameter of network or likelihood; undefined where it is flat or no normal distribution. */
function priorOf({ prior, likelihood, form }: CompiledModel, index: number): Normal | undefined {
  const own = likelihood.own[index - form.size];
  if (own !== undefined) return { mean: own.priorMean, sd: own.priorScale };
  const sd = prior.scale[index];
  if (prior.precision === undefined || sd === undefined || !Number.isFinite(sd)) return undefined;
  return { mean: prior.mean[index]!, sd };
}

/** What the data said of a parameter: the divergence of its posterior from its prior, both taken as normal, in nats. */
function learned({ mean, sd, prior }: Parameter): number {
  if (prior === undefined) return Math.abs(mean) / sd;
  const shift = (mean - prior.mean) / prior.sd;
  const ratio = sd / prior.sd;
  return 0.5 * (ratio * ratio + shift * shift - 1) - log(ratio);
}

function gridOf({ mean, sd }: Normal): Float64Array {
  return Float64Array.from({ length: POINTS }, (_, i) => mean + sd * REACH * ((2 * i) / (POINTS - 1) - 1));
}

function densityOf({ draws, ...normal }: Parameter, grid: Float64Array): Float64Array {
  return draws === undefined ? normalCurve(normal, grid) : kernelDensity(draws, { grid }).density;
}

const normalCurve = ({ mean, sd }: Normal, grid: Float64Array): Float64Array =>
  grid.map((at) => normalDensity(at, mean, sd));
