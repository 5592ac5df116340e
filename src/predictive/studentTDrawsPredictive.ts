import { studentTVariance } from "../distributions/studentT.ts";
import { checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import { type Matrix, rowOf } from "../numeric/matrix.ts";
import { makePredictive } from "./makePredictive.ts";
import { mixtureMarginals } from "./mixtureMarginals.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import { normalMarginals } from "./normalMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";
import { studentTMarginals } from "./studentTMarginals.ts";

/** A bank of S posterior draws with Student t noise, seen at n rows of inputs and t targets. */
export interface StudentTDraws {
  /** Degrees of freedom, positive. */
  readonly df: number;
  /** Function values [S, n t]: row s holds f_s at every row and target. */
  readonly values: Matrix;
  /** Scales of the noise [S, 1] or [S, t]: of the draw, or of the draw and target. */
  readonly scales: Matrix;
  /** Weights of the draws [S]; equal ones by default. */
  readonly weights?: ArrayLike<number>;
  /** Number of targets t; default 1. */
  readonly targets?: number;
}

/**
 * The predictive distribution of a bank of posterior draws with Student t noise: the mixture of f_s + scale_s T for an
 * observation, and of the points f_s for the function. A joint draw takes one posterior draw for all rows.
 * Throws a ShapeError if the shapes do not fit, an ArgumentError for df <= 0, values that are not finite, negative scales or
 * weights.
 */
export function studentTDrawsPredictive(draws: StudentTDraws): RegressionPredictive {
  const where = "studentTDrawsPredictive";
  const { df, values, scales, targets = 1 } = draws;
  checkNumber(where, "df", df, { above: 0 });
  checkScaleShape(values, scales, targets);
  const { components: rows, weights } = weighComponents(
    where,
    Array.from({ length: values.rows }, (_, s) => s),
    draws.weights,
  );
  const size = values.cols;
  const points = new Float64Array(size);
  const location = rows.map((s) => rowOf(values, s));
  const scale = rows.map((s) => points.map((_, i) => scales.data[s * scales.cols + (i % scales.cols)]!));
  return makePredictive({
    observation: mixtureMarginals(
      location.map((f, k) => studentTMarginals(df, f, scale[k]!)),
      weights,
    ),
    function: mixtureMarginals(
      location.map((f) => normalMarginals(f, points)),
      weights,
    ),
    aleatoric: points.map((_, i) =>
      scale.reduce((sum, c, k) => sum + (c[i] === 0 ? 0 : weights[k]! * studentTVariance(df, c[i]!)), 0),
    ),
    targets,
    drawJoint: (of, rng, out) => {
      const k = pickComponent(weights, rng);
      out.set(location[k]!);
      if (of === "function") return;
      for (let i = 0; i < size; i++) {
        out[i] = out[i]! + scale[k]![i]! * (rng.normal() / Math.sqrt(rng.gamma(df / 2, df / 2)));
      }
    },
  });
}

function checkScaleShape(values: Matrix, scales: Matrix, targets: number): void {
  if (scales.rows === values.rows && [1, targets].includes(scales.cols)) return;
  throw new ShapeError({
    where: "studentTDrawsPredictive",
    problem:
      `scales must have shape [${values.rows}, 1] or [${values.rows}, ${targets}], ` +
      `got [${scales.rows}, ${scales.cols}]`,
    details: { values: [values.rows, values.cols], scales: [scales.rows, scales.cols], targets },
  });
}
