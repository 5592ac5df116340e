import fc from "fast-check";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { affinePredictive, mixturePredictive } from "../../src/predictive/combine.ts";
import { normalDrawsPredictive } from "../../src/predictive/normalDrawsPredictive.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";

import { respreadPredictive } from "../../src/predictive/respreadPredictive.ts";
import { studentTDrawsPredictive } from "../../src/predictive/studentTDrawsPredictive.ts";

/** Rows and targets of a predictive distribution. */
export interface Shape {
  readonly rows: number;
  readonly targets: number;
}

type Make = (shape: Shape) => fc.Arbitrary<RegressionPredictive>;

const hundredths = (min: number, max: number) =>
  fc.integer({ min: Math.round(100 * min), max: Math.round(100 * max) }).map((k) => k / 100);
const array = (of: fc.Arbitrary<number>, length: number) =>
  fc.array(of, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
const total = ({ rows, targets }: Shape) => rows * targets;

/** Shapes of one to three rows and one or two targets. */
const shapes: fc.Arbitrary<Shape> = fc.record({
  rows: fc.integer({ min: 1, max: 3 }),
  targets: fc.integer({ min: 1, max: 2 }),
});

/** Normal, some with joint draws (one shared error of the function for all rows), some without epistemic variance. */
export const normals: Make = (shape) =>
  fc
    .record({
      mean: array(hundredths(-20, 20), total(shape)),
      epistemic: array(fc.oneof(hundredths(0, 4), fc.constant(0)), total(shape)),
      aleatoric: array(hundredths(0.01, 4), total(shape)),
      joint: fc.boolean(),
    })
    .map(({ joint, ...parts }) =>
      normalPredictive({
        ...parts,
        targets: shape.targets,
        ...(joint
          ? {
              drawJoint: (of, rng, out) => {
                const shared = rng.normal();
                for (let i = 0; i < out.length; i++) {
                  const noise = of === "function" ? 0 : Math.sqrt(parts.aleatoric[i]!) * rng.normal();
                  out[i] = parts.mean[i]! + Math.sqrt(parts.epistemic[i]!) * shared + noise;
                }
              },
            }
          : {}),
      }),
    );

/** Student t as a normal model with unknown noise variance gives them: scales s sqrt(q) and s sqrt(1 + q). */
export const studentTs =
  (dfs: readonly number[]): Make =>
  (shape) =>
    fc
      .record({
        df: fc.constantFrom(...dfs),
        location: array(hundredths(-20, 20), total(shape)),
        scale: hundredths(0.1, 2),
        leverage: array(hundredths(0, 3), total(shape)),
      })
      .map(({ df, location, scale, leverage }) =>
        studentTPredictive({
          df,
          location,
          functionScale: leverage.map((q) => scale * Math.sqrt(q)),
          observationScale: leverage.map((q) => scale * Math.sqrt(1 + q)),
          aleatoric: leverage.map(() =>
            df > 2 ? (scale * scale * df) / (df - 2) : Number.POSITIVE_INFINITY,
          ),
          targets: shape.targets,
        }),
      );

/** Mixtures of two to five members, with weights. */
export const mixturesOf =
  (...bases: readonly Make[]): Make =>
  (shape) =>
    fc
      .array(fc.tuple(fc.oneof(...bases.map((base) => base(shape))), fc.integer({ min: 1, max: 9 })), {
        minLength: 2,
        maxLength: 5,
      })
      .map((members) =>
        mixturePredictive(
          members.map(([p]) => p),
          members.map(([, weight]) => weight),
        ),
      );

/** Affine images, one map per target. */
export const imagesOf =
  (base: Make): Make =>
  (shape) =>
    fc
      .tuple(
        base(shape),
        fc.array(fc.record({ shift: hundredths(-9, 9), scale: hundredths(0.1, 5) }), {
          minLength: shape.targets,
          maxLength: shape.targets,
        }),
      )
      .map(([p, maps]) => affinePredictive(p, maps));

/** Distributions that were moved at every prediction and widened or narrowed at every target. */
export const respreadOf =
  (base: Make): Make =>
  (shape) =>
    fc
      .record({
        predictive: base(shape),
        shift: array(hundredths(-9, 9), total(shape)),
        spread: array(hundredths(0.1, 5), shape.targets),
      })
      .map(({ predictive, shift, spread }) => respreadPredictive(predictive, { shift, spread: [...spread] }));

/** Banks of 1 to 80 posterior draws with noise of the draw and target; with noise 0 they are banks of points. */
export const banks =
  (noise: fc.Arbitrary<number>): Make =>
  (shape) =>
    fc
      .integer({ min: 1, max: 80 })
      .chain((count) =>
        fc.tuple(
          array(hundredths(-3, 3), count * total(shape)),
          array(noise, count * shape.targets),
          fc.constant(count),
        ),
      )
      .map(([values, variances, count]) =>
        normalDrawsPredictive({
          values: createMatrix(count, total(shape), values),
          noise: createMatrix(count, shape.targets, variances),
          targets: shape.targets,
        }),
      );

/** Banks of 1 to `most` posterior draws with Student t noise of the draw and target. */
export const studentTBanks =
  (dfs: readonly number[], most: number): Make =>
  (shape) =>
    fc
      .integer({ min: 1, max: most })
      .chain((count) =>
        fc.record({
          df: fc.constantFrom(...dfs),
          values: array(hundredths(-3, 3), count * total(shape)),
          scales: array(hundredths(0.1, 1), count * shape.targets),
          count: fc.constant(count),
        }),
      )
      .map(({ df, values, scales, count }) =>
        studentTDrawsPredictive({
          df,
          values: createMatrix(count, total(shape), values),
          scales: createMatrix(count, shape.targets, scales),
          targets: shape.targets,
        }),
      );

/** Banks of `least` to `most` posterior draws of Poisson rates. */
export const poissonBanks =
  (rate: fc.Arbitrary<number>, least: number, most: number): Make =>
  (shape) =>
    fc
      .integer({ min: least, max: most })
      .chain((count) => fc.tuple(array(rate, count * total(shape)), fc.constant(count)))
      .map(([rates, count]) =>
        poissonDrawsPredictive({ rates: createMatrix(count, total(shape), rates), targets: shape.targets }),
      );

/** Rates of counts: mostly of everyday size, some 0, some in the thousands. */
export const someRate: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: hundredths(0.05, 30), weight: 8 },
  { arbitrary: fc.constant(0), weight: 1 },
  { arbitrary: hundredths(200, 3000), weight: 1 },
);

/** Noise variances of a bank of draws. */
export const someNoise: fc.Arbitrary<number> = hundredths(0.04, 1);
export const noNoise: fc.Arbitrary<number> = fc.constant(0);

/** Predictive distributions of any shape. */
export const ofAnyShape = (make: Make): fc.Arbitrary<RegressionPredictive> => shapes.chain(make);
