import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { laplace } from "../../../src/inference/laplace/laplace.ts";
import type { LaplaceOptions } from "../../../src/inference/laplace/laplaceOptions.ts";
import { map } from "../../../src/inference/map/map.ts";
import { loadMap } from "../../../src/inference/map/mapPosterior.ts";
import type { Posterior } from "../../../src/inference/method.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { inlineExecutor } from "../../../src/inference/tasks.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { quadraticForm } from "../../support/denseAlgebra.ts";
import { worstMoment } from "../../support/drawMoments.ts";
import { hurry, inPieces } from "../interrupted.ts";
import { mlp, wave } from "../map/toys.ts";
import { slowJacobian } from "./slowCurvature.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(25);
const AT = [[-1.5], [0.2], [1.9]];
/** Two rows near each other and one far away. */
const NEAR = [[-1.5], [-1.4], [1.9]];
/** Rows of one input as the network of a posterior sees them. */
const standardised = ({ scaler }: Posterior, rows: readonly (readonly number[])[]) => ({
  rows: rows.length,
  cols: 1,
  data: Float64Array.from(rows, ([v]) => (v! - scaler.x.shift[0]!) / scaler.x.scale[0]!),
});
const training = { epochs: 60 };
const LEARNED = { likelihood: { kind: "normal", noiseVariance: "learned" } } as const;

const approximate = (
  options: LaplaceOptions = {},
  ...rest: [Parameters<typeof mlp>[1]?, Parameters<typeof mlp>[2]?]
) => laplace({ training, ...options }).fit(mlp(data, ...rest), data, { rng: createRng("laplace") });

test("the mean is the mode that map finds on the path of the run", async () => {
  const posterior = await approximate({ polish: 0 });
  const fit = await map(training).fit(mlp(data), data, { rng: createRng("laplace").fork("map") });
  expect(posterior.mean).toEqual(fit.parameters);
  expect(posterior.gradients).toBe(fit.gradients);
  expect(loadMap(fit.save()).parameters).toEqual(posterior.mean);
});

describe("linearised predictions beside a slow twin", () => {
  test.each(["full", "kronecker", "diagonal", "last-layer"] as const)(
    "of %s: J Sigma J'",
    async (structure) => {
      const rest = { standardise: "both" } as const;
      const posterior = await approximate({ structure }, { hidden: [5] }, rest);
      const { compiled } = prepare("test", mlp(data, { hidden: [5] }, rest), data);
      const inputs = standardised(posterior, NEAR);
      const jacobian = slowJacobian(compiled, posterior.mean, inputs);
      const { data: flat, cols } = posterior.covariance();
      const sigma = Array.from({ length: cols }, (_, i) => [...flat.subarray(i * cols, (i + 1) * cols)]);
      const unit = posterior.scaler.y.scale[0]!;
      const predictive = posterior.predict(NEAR);
      jacobian.forEach((row, i) => {
        const wanted = unit * unit * quadraticForm(sigma, row);
        expect(predictive.epistemic[i]! / wanted).toBeCloseTo(1, 6);
        expect(predictive.aleatoric[i]!).toBeCloseTo(0.01 * unit * unit, 12);
      });
      // Joint draws of the function have its covariance, rows together.
      const draws = predictive.functionDraws!(2000, createRng("joint"));
      const list = Array.from({ length: 2000 }, (_, s) => draws.data.subarray(3 * s, 3 * s + 3));
      const times = (a: number[], b: number[]) =>
        a.reduce((sum, v, i) => sum + v * sigma[i]!.reduce((inner, c, j) => inner + c * b[j]!, 0), 0);
      const joint = jacobian.flatMap((a) => jacobian.map((b) => unit * unit * times(a, b)));
      expect(worstMoment(list, { mean: predictive.mean, covariance: joint })).toBeLessThan(4.5);
      // Rows that were drawn apart from each other would be seen.
      const apart = joint.map((value, k) => (k % 4 === 0 ? value : 0));
      expect(worstMoment(list, { mean: predictive.mean, covariance: apart })).toBeGreaterThan(6);
    },
  );

  test("draws of the parameters have the reported moments", async () => {
    for (const structure of ["full", "kronecker"] as const) {
      const posterior = await approximate({ structure }, { hidden: [2] });
      const rng = createRng("draws");
      const draws = Array.from({ length: 4000 }, () => posterior.sample(rng));
      const { data: covariance } = posterior.covariance();
      expect(worstMoment(draws, { mean: posterior.mean, covariance })).toBeLessThan(4.5);
      const twice = covariance.map((value) => 1.2 * value);
      expect(worstMoment(draws, { mean: posterior.mean, covariance: twice })).toBeGreaterThan(6);
    }
  });

  test("classes: the probability averaged over the normal logit", async () => {
    const two = createDataset({
      x: data.x,
      y: [...data.y.data].map((v) => (v > 0 ? 1 : 0)),
      classes: ["no", "yes"],
    });
    const spec = {
      network: { kind: "mlp", hidden: [3], activation: "tanh" },
      prior: { kind: "normal", variance: 2 },
      likelihood: { kind: "bernoulli" },
    } as const;
    const model = createModel(spec, two);
    const posterior = await laplace({ training, polish: 0, draws: 20_000 }).fit(model, two, {
      rng: createRng("two"),
    });
    const { compiled } = prepare("test", model, two);
    const inputs = standardised(posterior, AT);
    const { data: flat, cols } = posterior.covariance();
    const sigma = Array.from({ length: cols }, (_, i) => [...flat.subarray(i * cols, (i + 1) * cols)]);
    const predictive = posterior.predict(AT);
    const certain = await map(training).fit(model, two, { rng: createRng("two").fork("map") });
    slowJacobian(compiled, posterior.mean, inputs).forEach((row, i) => {
      const variance = quadraticForm(sigma, row);
      const p = certain.predict(AT).probabilities.data[2 * i + 1]!;
      const logit = Math.log(p / (1 - p));
      let [mean, mass] = [0, 0];
      for (let e = -8; e <= 8; e += 0.01) {
        const weight = Math.exp(-0.5 * e * e);
        mass += weight;
        mean += weight / (1 + Math.exp(-(logit + Math.sqrt(variance) * e)));
      }
      // sd of a probability is at most 1/2.
      expect(Math.abs(predictive.probabilities.data[2 * i + 1]! - mean / mass)).toBeLessThan(
        2 / Math.sqrt(20_000),
      );
    });
    expect(Math.max(...predictive.mutualInformation)).toBeGreaterThan(0.001);
  });
});

test("sampled predictions put the draws into the network itself", async () => {
  const posterior = await approximate({ predictive: "sampled", draws: 50 });
  const linearised = await approximate();
  expect(posterior.mean).toEqual(linearised.mean);
  expect(posterior.predict(AT).family).toBe("mixture");
  expect(linearised.predict(AT).family).toBe("normal");
  expect(posterior.predict(AT).mean).not.toEqual(linearised.predict(AT).mean);
  // Where there are data, the draws leave them: that is what the note warns of.
  const spread = (of: typeof posterior) =>
    of.predict(data.x).epistemic.reduce((sum, value) => sum + 0.5 * Math.log(value), 0) / data.x.rows;
  expect(spread(posterior) - spread(linearised)).toBeGreaterThan(Math.log(2));
});

describe("saved and loaded, it predicts the same bytes", () => {
  const counts = createDataset({ x: data.x, y: [...data.y.data].map((v) => Math.round(2 + v)) });
  test.each<[string, LaplaceOptions, LikelihoodSpec]>([
    ["full", {}, LEARNED.likelihood],
    ["kronecker", { structure: "kronecker" }, { kind: "heteroscedastic" }],
    ["diagonal", { structure: "diagonal" }, { kind: "student-t", df: 4, scale: "learned" }],
    ["last layer, sampled", { structure: "last-layer", predictive: "sampled" }, { kind: "poisson" }],
    ["online", { tuning: "online", rounds: 2, priorPrecision: "evidence" }, LEARNED.likelihood],
  ])("%s", async (_name, options, likelihood) => {
    const set = likelihood.kind === "poisson" ? counts : data;
    const posterior = await laplace({ training, draws: 30, ...options }).fit(
      mlp(set, { hidden: [4] }, { likelihood }),
      set,
      {
        rng: createRng("saved"),
      },
    );
    const loaded = loadPosterior(structuredClone(posterior.save())) as typeof posterior;
    for (const quantity of ["mean", "variance", "epistemic"] as const) {
      expect(loaded.predict(AT)[quantity]).toEqual(posterior.predict(AT)[quantity]);
    }
    expect(loaded.sample(createRng(1))).toEqual(posterior.sample(createRng(1)));
    for (const key of [
      "mean",
      "std",
      "logEvidence",
      "effectiveParameters",
      "priorFactors",
      "gradients",
      "structure",
    ] as const) {
      expect(loaded[key]).toEqual(posterior[key]);
    }
    expect(loaded.covariance()).toEqual(posterior.covariance());
    expect(loaded.save()).toEqual(posterior.save());
  });

  test("what is damaged is refused", async () => {
    const saved = (await approximate({ structure: "diagonal" }, { hidden: [2] })).save();
    const damaged = structuredClone(saved);
    damaged.tensors["precisions"]!.data[0] = -1;
    expect(() => loadPosterior(damaged)).toThrow(/tensors\.precisions must be above 0/);
    const values = { ...saved.values, structure: "full" };
    expect(() => loadPosterior({ ...saved, values })).toThrow(/tensors\.factor must be an array of shape/);
  });
});

describe("the evidence chooses", () => {
  test.each(["full", "kronecker", "diagonal", "last-layer"] as const)(
    "%s: a maximum over prior and noise",
    async (structure) => {
      const options = { structure, priorPrecision: "evidence-by-layer" } as const;
      const rest = LEARNED;
      const chosen = await approximate(options, { hidden: [4] }, rest);
      const given = await approximate({ structure, noise: "trained" }, { hidden: [4] }, rest);
      expect(chosen.logEvidence).toBeGreaterThan(given.logEvidence);
      expect(chosen.priorFactors.length).toBe(2);
      if (structure === "last-layer") expect(chosen.priorFactors[0]).toBe(1);
      expect(chosen.notes.find(({ code }) => code === "evidence")!.message).toMatch(
        /prior precision x .* and noise x/,
      );
    },
  );
});

test("an interrupted run continues to the same bytes, in every stage", async () => {
  const options = {
    tuning: "online",
    rounds: 2,
    priorPrecision: "evidence",
    training: { epochs: 3, batch: 7 },
    polish: 4,
  } as const;
  const train = (run: object) =>
    laplace(options).fit(mlp(data, { hidden: [3] }, LEARNED), data, { rng: createRng("pieces"), ...run });
  const whole = await train({});
  hurry();
  for (const reports of [2, 5]) {
    const { result, runs } = await inPieces(reports, train);
    expect(runs).toBeGreaterThan(2);
    expect(result.save()).toEqual(whole.save());
  }
});

describe("rows, targets and floats of other kinds", () => {
  const two = createDataset({
    x: data.x,
    y: [...data.y.data].map((v, n) => [v, 5 + 3 * v + 0.2 * Math.cos(9 * n)]),
  });

  test("two targets have their own noise, in their own units, and one factor on both", async () => {
    const of = mlp(two, { hidden: [6] }, { ...LEARNED, standardise: "both" });
    const posterior = await laplace({ training: { epochs: 400 }, polish: 0 }).fit(of, two, {
      rng: createRng("two"),
    });
    const trained = await map({ epochs: 400 }).fit(of, two, { rng: createRng("two").fork("map") });
    const { aleatoric, size, targets } = posterior.predict(AT);
    expect([size, targets]).toEqual([3, 2]);
    const before = trained.predict(AT).aleatoric;
    expect(aleatoric[0]! / before[0]!).toBeCloseTo(aleatoric[1]! / before[1]!, 10);
    const kept = await laplace({ training: { epochs: 400 }, noise: "trained", polish: 0 }).fit(of, two, {
      rng: createRng("two"),
    });
    expect(kept.predict(AT).aleatoric).toEqual(before);
    expect(posterior.logEvidence).toBeGreaterThan(kept.logEvidence);
  });

  test("a row of weight 2 is as good as two rows of known noise", async () => {
    const once = createDataset({ x: data.x, y: data.y.data, weights: new Float64Array(25).fill(2) });
    const rows = [...Array(25).keys()].flatMap((n) => [n, n]);
    const twice = createDataset({
      x: rows.map((n) => [data.x.data[n]!]),
      y: rows.map((n) => data.y.data[n]!),
    });
    const lbfgs = { optimiser: { kind: "lbfgs", iterations: 4000 } } as const;
    const [a, b] = await Promise.all(
      [once, twice].map((set) =>
        laplace({ training: lbfgs }).fit(mlp(set, { hidden: [2] }), set, { rng: createRng("weights") }),
      ),
    );
    a!.std.forEach((value, j) => void expect(value / b!.std[j]!).toBeCloseTo(1, 3));
    // y ~ N(f, s^2 / 2) once, and N(f, s^2) twice, differ by a constant for every row.
    expect(a!.effectiveParameters).toBeCloseTo(b!.effectiveParameters, 3);
  });

  test("32-bit floats come near 64-bit ones", async () => {
    const single = await approximate({}, { hidden: [4] }, { precision: "f32" });
    const { mean } = single;
    expect(mean).toEqual(mean.map(Math.fround));
    const double = await approximate({ polish: 0 }, { hidden: [4] });
    const [found, wanted] = [single.predict(AT), double.predict(AT)];
    found.epistemic.forEach(
      (value, i) => void expect(Math.log(value / wanted.epistemic[i]!)).toBeCloseTo(0, 1),
    );
  });

  test("the mode is found by the executor of the run, to the same bytes", async () => {
    const here = await approximate({}, { hidden: [4] });
    const there = await laplace({ training }).fit(mlp(data, { hidden: [4] }), data, {
      rng: createRng("laplace"),
      executor: inlineExecutor,
    });
    expect(there.save()).toEqual(here.save());
  });
});
