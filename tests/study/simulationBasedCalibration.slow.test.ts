import { describe, expect, test, vi } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import type { InferenceMethod } from "../../src/inference/method.ts";
import { createMethod, listMethods } from "../../src/inference/registry.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import type { RankedKind } from "../../src/study/rankCalibration.ts";
import { simulationBasedCalibration } from "../../src/study/simulationBasedCalibration.ts";
import { BRIEF } from "./briefMethods.ts";
import { data, langevin, model, priorDraws } from "./calibrationModels.ts";

vi.setConfig({ testTimeout: 60_000 });

// 200 simulations, each true value ranked among 63 draws. A right method gives a p-value below 1e-3 with probability 1e-3
// at most, over all seven quantities together; the seed is fixed.
const FALSE_ALARM = 1e-3;
const DRAWS = 63;

const calibrate = (method: InferenceMethod) =>
  simulationBasedCalibration(model, data, method, { rng: createRng("calibration") }, { draws: DRAWS });

const variational = (family: "full" | "factorised") =>
  bayesByBackprop({ family, steps: 1500, samples: 4, rate: 0.02 });

describe("simulation-based calibration of a linear model with a correlated posterior", () => {
  test.each([
    ["exact inference", exact()],
    ["NUTS", nuts({ chains: 1, warmUp: 150, draws: 4 * DRAWS })],
    ["variational inference of full covariance", variational("full")],
    ["Langevin dynamics", langevin(DRAWS, Math.SQRT2)],
  ] as const)("passes %s", async (_, method) => {
    const { pValue, quantities } = await calibrate(method);
    expect(quantities).toHaveLength(7);
    expect(pValue).toBeGreaterThan(FALSE_ALARM);
    for (const { chiSquarePValue } of quantities) expect(chiSquarePValue).toBeGreaterThan(FALSE_ALARM / 7);
  });

  /** The smallest p-value of the quantities of a kind, times their number. */
  const worst = async (method: InferenceMethod) => {
    const { quantities, pValue } = await calibrate(method);
    const ofKind = (kind: RankedKind) => {
      const some = quantities.filter((quantity) => quantity.kind === kind);
      return some.length * Math.min(...some.map((quantity) => quantity.pValue));
    };
    const shapes = new Set(quantities.filter(({ kind }) => kind === "parameter").map(({ shape }) => shape));
    return { pValue, parameters: ofKind("parameter"), logLikelihood: ofKind("log-likelihood"), shapes };
  };

  test("fails factorised variational inference, whose draws are too narrow", async () => {
    const { pValue, shapes } = await worst(variational("factorised"));
    expect(pValue).toBeLessThan(1e-9);
    expect([...shapes]).toEqual(["draws too narrow"]);
  });

  test("fails Langevin dynamics with half of the noise", async () => {
    const { pValue, shapes } = await worst(langevin(DRAWS, 1));
    expect(pValue).toBeLessThan(FALSE_ALARM);
    expect([...shapes]).toContain("draws too narrow");
  });

  test("fails draws of the prior by the log likelihood, though not by the parameters", async () => {
    const { pValue, parameters, logLikelihood } = await worst(priorDraws(DRAWS));
    expect(parameters).toBeGreaterThan(FALSE_ALARM);
    expect(logLikelihood).toBeLessThan(1e-9);
    expect(pValue).toBeLessThan(1e-9);
  });
});

test.each(listMethods().map(({ name }) => name))("runs %s on a network of hidden units", async (name) => {
  const inputs = createDataset({ x: [-1, 0, 1, 2], y: [0, 0, 0, 0] });
  const network = name === "exact" ? ({ kind: "linear" } as const) : ({ kind: "mlp", hidden: [2] } as const);
  const prior = { kind: "normal", variance: 1 } as const;
  const of = createModel({ network, prior, likelihood: { kind: "normal", noiseVariance: 0.3 } }, inputs);
  const method = createMethod({ name, options: BRIEF[name]! });
  const run = { rng: createRng("every method") };
  const found = await simulationBasedCalibration(of, inputs, method, run, {
    simulations: 20,
    draws: 19,
    at: [0.5],
  });
  expect(found.quantities).toHaveLength((name === "exact" ? 2 : 7) + 2);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});
