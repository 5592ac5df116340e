import { DataError } from "../../errors/errors.ts";
import { type Bounds, type Maximum, maximise, type ValueAndSlope } from "../../numeric/maximise.ts";
import { exp } from "../../numeric/special.ts";
import type { Note } from "../method.ts";
import { columnSquares } from "./bandedReduction.ts";
import { type EvidencePoint, evidenceAt } from "./evidenceProfile.ts";
import { type LinearModel, type Reduction, solveLinear } from "./linearModel.ts";
import { createSpectrum } from "./spectrum.ts";

/** Variances that are known, and those that are to be learned (undefined). */
export interface WantedVariances {
  readonly variance: number | undefined;
  readonly noiseVariance: number | undefined;
}

/** The variances at which the evidence is largest. */
export interface LearnedVariances {
  readonly variance: number;
  readonly noiseVariance: number;
  /** Which way the evidence still rises where there is no interior maximum. */
  readonly boundary: readonly Boundary[];
}

/** A variance that wants to leave every bound: the evidence has no maximum in it. */
export interface Boundary {
  readonly of: "prior variance" | "noise variance";
  readonly towards: "zero" | "infinity";
}

/** The evidence as a function of both variances; every evaluation is cheap. */
export type EvidenceProfile = (variance: number, noiseVariance: number) => EvidencePoint;

/** The profile of a model on reduced data: one decomposition of a dense basis, or O(K) solves of a banded one. */
export function evidenceProfile(model: LinearModel, data: Reduction): EvidenceProfile {
  const flatWeights = model.prior.weightPrecision.some((value) => value === 0);
  if (data.kind !== "banded" && !flatWeights) {
    const spectrum = createSpectrum(data, model.prior, false);
    return (variance, noiseVariance) => evidenceAt(spectrum, variance, noiseVariance);
  }
  return (variance, noiseVariance) => {
    const solution = solveLinear(model, data, variance, noiseVariance);
    const gamma = solution.effectiveParameters();
    const bias = biasShare(model, solution.mean, solution.variances());
    const weightSquares = solution.priorSquares - bias.squares;
    const weightParameters = gamma - bias.gamma;
    return {
      variance,
      noiseVariance,
      logEvidence: solution.logEvidence,
      effectiveParameters: gamma,
      weightSquares,
      weightParameters,
      quadratic: solution.residualSquares / noiseVariance + solution.priorSquares,
      slopeVariance: flatWeights ? 0 : 0.5 * (weightSquares - weightParameters),
      slopeNoise: 0.5 * (solution.residualSquares / noiseVariance - (data.observations - gamma)),
    };
  };
}

/** What a bias with a variance of its own contributes to the prior's quadratic form and to the parameter count. */
function biasShare(model: LinearModel, mean: Float64Array, variances: Float64Array) {
  const { biasVariance, size } = model.prior;
  if (biasVariance === "same") return { squares: 0, gamma: 0 };
  const deviation = mean[size - 1]! - model.prior.mean[size - 1]!;
  return { squares: (deviation * deviation) / biasVariance, gamma: 1 - variances[size - 1]! / biasVariance };
}

/** What the data look like from afar: this sets the range in which variances are sought. */
export interface NaturalSize {
  readonly observations: number;
  /** Variance of the targets; 0 when they are all equal. */
  readonly targetVariance: number;
  /** Mean squared length of the weights' features. */
  readonly featureSquares: number;
}

/** Starting values, as powers of ten around the natural size of either variance. */
const PRIOR_GRID = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
const NOISE_GRID = [-6, -4, -3, -2, -1, 0];

/**
 * Maximises the evidence over the variances that are wanted (type-II maximum likelihood): a coarse grid against local
 * maxima, then a quasi-Newton ascent in the logarithms with exact slopes. A variance that runs into its bound (1e-10 or
 * 1e10 of its natural size for the prior, 1e-12 or 1e3 for the noise) is reported as a boundary, with a note.
 * Throws a DataError for fewer than two observations, or a target without spread.
 */
export function learnVariances(
  profile: EvidenceProfile,
  wanted: WantedVariances,
  size: NaturalSize,
  notes: Note[],
): LearnedVariances {
  if (wanted.variance !== undefined && wanted.noiseVariance !== undefined) {
    return { variance: wanted.variance, noiseVariance: wanted.noiseVariance, boundary: [] };
  }
  if (size.observations < 2 || !(size.targetVariance > 0)) {
    throw new DataError({
      where: "exact",
      problem: `learning a variance needs at least two different target values, got ${size.observations} row(s) whose targets have variance ${size.targetVariance}`,
      fix: "Give noiseVariance and the prior variance as numbers.",
      details: { ...size },
    });
  }
  const noiseScale = size.targetVariance;
  const priorScale = size.featureSquares > 0 ? size.targetVariance / size.featureSquares : 1;
  const at = (x: readonly number[]) => {
    const variance = wanted.variance ?? priorScale * exp(x[0]!);
    const noiseVariance = wanted.noiseVariance ?? noiseScale * exp(x.at(-1)!);
    return { variance, noiseVariance };
  };
  const evaluate = (x: readonly number[]) => {
    const { variance, noiseVariance } = at(x);
    const point = profile(variance, noiseVariance);
    const slopes = [
      ...(wanted.variance === undefined ? [point.slopeVariance] : []),
      ...(wanted.noiseVariance === undefined ? [point.slopeNoise] : []),
    ];
    return { value: point.logEvidence, slope: slopes };
  };
  const axes = [
    ...(wanted.variance === undefined
      ? [{ name: "prior variance" as const, grid: PRIOR_GRID, low: -10, high: 10 }]
      : []),
    ...(wanted.noiseVariance === undefined
      ? [{ name: "noise variance" as const, grid: NOISE_GRID, low: -12, high: 3 }]
      : []),
  ];
  let start: number[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const powers of product(axes.map((axis) => axis.grid))) {
    const x = powers.map((power) => power * Math.LN10);
    const { value } = evaluate(x);
    if (value > best) [best, start] = [value, x];
  }
  const bounds = { low: axes.map((a) => a.low * Math.LN10), high: axes.map((a) => a.high * Math.LN10) };
  const maximum = toTheEdge(evaluate, maximise(evaluate, start, bounds, 1e-9 * size.observations), bounds);
  const boundary = maximum.side.flatMap((side, i) =>
    side === "inside" ? [] : [{ of: axes[i]!.name, towards: side === "low" ? "zero" : "infinity" } as const],
  );
  for (const edge of boundary) {
    notes.push({
      code: "boundary",
      message: `The evidence has no interior maximum: it rises as the ${edge.of} goes to ${edge.towards}. The fit uses the edge of the range that was searched.`,
    });
  }
  return { ...at(maximum.at), boundary };
}

/**
 * Moves a coordinate to a bound where the function is not lower there: towards a variance of zero the evidence levels off,
 * so that an ascent stops on the way.
 */
function toTheEdge(
  evaluate: (x: readonly number[]) => ValueAndSlope,
  found: Maximum,
  bounds: Bounds,
): Maximum {
  let best = found;
  found.at.forEach((_, i) => {
    for (const side of ["low", "high"] as const) {
      const at = best.at.with(i, bounds[side][i]!);
      const { value } = evaluate(at);
      if (value >= best.value - 1e-13 * Math.abs(best.value)) {
        best = { at, value, side: best.side.with(i, side) };
      }
    }
  });
  return best;
}

function product(grids: readonly (readonly number[])[]): number[][] {
  return grids.reduce<number[][]>(
    (rows, grid) => rows.flatMap((row) => grid.map((value) => [...row, value])),
    [[]],
  );
}

/** Mean squared length of the weights' features over the rows, for the natural size of a prior variance. */
export function featureSquares(model: LinearModel, data: Reduction): number {
  const { prior, pieces } = model;
  if (data.observations === 0) return 0;
  if (data.kind === "banded") {
    const squares = columnSquares(pieces!, data.factors).subarray(0, prior.size - 1);
    return squares.reduce((sum, value) => sum + value, 0) / data.observations;
  }
  let sum = 0;
  for (let j = 0; j < prior.size - 1; j++) {
    if (data.kind === "gram") sum += data.gram.data[j * prior.size + j]!;
    else
      for (let i = 0; i < data.design.rows; i++)
        sum += data.design.data[i * prior.size + j]! * data.design.data[i * prior.size + j]!;
  }
  return sum / data.observations;
}
