import { beforeAll, describe, expect, test } from "vitest";
import { fitIsotonic } from "../../src/calibration/fitIsotonic.ts";
import { fitVarianceScaling } from "../../src/calibration/fitVarianceScaling.ts";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import type { IsotonicRecalibration, VarianceScaling } from "../../src/calibration/recalibration.ts";
import { quantileCalibration } from "../../src/metrics/quantileCalibration.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { dealRows, LINEAR, predictAfterFit, uciData } from "./splits.ts";

/** A quarter of the noise that there is: bands half as wide as they should be. */
const TOO_SURE: ModelSpec = { ...LINEAR, likelihood: { kind: "normal", noiseVariance: 0.16 } };

/** Predictions of held-out rows and of others, with what was observed. */
interface Case {
  readonly heldOut: RegressionPredictive;
  readonly heldOutY: Float64Array;
  readonly fresh: RegressionPredictive;
  readonly freshY: Float64Array;
}

const DEALS = 12;
const tooSure: Case[] = [];
const calibrated: Case[] = [];

beforeAll(async () => {
  const wine = uciData("wine_red");
  for (let s = 0; s < DEALS; s++) {
    const rng = createRng("improvement").fork(s);
    const [train, second, third] = dealRows(wine, [300, 600, 200], rng);
    const parts = [second!, third!];
    const [a, b] = await predictAfterFit(train!, parts, TOO_SURE);
    tooSure.push({ heldOut: a!, heldOutY: second!.y.data, fresh: b!, freshY: third!.y.data });
    // A model that is right: what is observed at the same inputs are draws of its own.
    const [c, d] = await predictAfterFit(train!, parts);
    const draw = (p: RegressionPredictive, label: string) => {
      const z = rng.fork(label).fillNormal(new Float64Array(p.size));
      return z.map((value, i) => p.mean[i]! + p.std[i]! * value);
    };
    calibrated.push({ heldOut: c!, heldOutY: draw(c!, "held out"), fresh: d!, freshY: draw(d!, "fresh") });
  }
});

const error = (p: RegressionPredictive, y: Float64Array) => quantileCalibration(p.cdf(y)).rootMeanSquared;

/** Mean and sd over the deals of what a recalibration does to the calibration error of fresh rows. */
function change(
  cases: readonly Case[],
  change: (of: Case) => RegressionPredictive,
): { readonly mean: number; readonly sd: number } {
  const differences = cases.map((c) => error(change(c), c.freshY) - error(c.fresh, c.freshY));
  const mean = differences.reduce((a, b) => a + b) / cases.length;
  const squares = differences.reduce((sum, d) => sum + (d - mean) * (d - mean), 0);
  return { mean, sd: Math.sqrt(squares / (cases.length - 1)) };
}

const methods = {
  "scaling of the variance": {
    right: ({ heldOut, heldOutY, fresh }: Case) => recalibrate(fresh, fitVarianceScaling(heldOut, heldOutY)),
    inverted: ({ heldOut, heldOutY, fresh }: Case) => {
      const learned: VarianceScaling = fitVarianceScaling(heldOut, heldOutY);
      return recalibrate(fresh, { ...learned, factors: learned.factors.map((c) => 1 / c) });
    },
  },
  "isotonic recalibration": {
    right: ({ heldOut, heldOutY, fresh }: Case) => recalibrate(fresh, fitIsotonic(heldOut, heldOutY)),
    inverted: ({ heldOut, heldOutY, fresh }: Case) => {
      const learned: IsotonicRecalibration = fitIsotonic(heldOut, heldOutY);
      return recalibrate(fresh, {
        ...learned,
        targets: learned.targets.map(({ from, to }) => ({ from: to, to: from })),
      });
    },
  },
};

describe.each(Object.entries(methods))("%s", (_, { right, inverted }) => {
  test("lowers the calibration error of a model that is too sure of real data", () => {
    const { mean, sd } = change(tooSure, right);
    expect(mean).toBeLessThan((-4 * sd) / Math.sqrt(DEALS));
    expect(mean).toBeLessThan(-0.05);
    for (const { fresh, freshY, ...rest } of tooSure) {
      expect(error(right({ fresh, freshY, ...rest }), freshY)).toBeLessThan(error(fresh, freshY));
    }
  });

  test("the wrong way round it is found out", () => {
    expect(change(tooSure, inverted).mean).toBeGreaterThan(0);
  });

  test("changes that of a calibrated model by no more than a standard error of the difference", () => {
    const { mean, sd } = change(calibrated, right);
    expect(Math.abs(mean)).toBeLessThan(sd);
  });
});
