import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { FormatError } from "../../../src/errors/errors.ts";
import { deepEnsemble } from "../../../src/inference/ensemble/deepEnsemble.ts";
import type { DeepEnsembleOptions } from "../../../src/inference/ensemble/ensembleOptions.ts";
import type { DeepEnsemblePosterior } from "../../../src/inference/ensemble/ensemblePosterior.ts";
import { map } from "../../../src/inference/map/map.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { mixturePredictive } from "../../../src/predictive/combine.ts";
import { createRng } from "../../../src/random/rng.ts";

const rng = createRng("ensemble data");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => 10 + 3 * Math.sin(2 * a!) * b! + 0.3 * rng.normal()) });
const network = { kind: "mlp", hidden: [6], activation: "tanh" } as const;
const spec = {
  network,
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "heteroscedastic" },
} satisfies ModelSpec;
const model = createModel(spec, data);
const AT = [
  [0.1, 0.2],
  [-1, 2],
  [4, -3],
];
const brief = { epochs: 12, earlyStopping: {} } as const;
const fitted = (options: DeepEnsembleOptions = {}) =>
  deepEnsemble({ members: 4, training: brief, ...options }).fit(model, data, { rng: createRng("fit") });

const shared = await fitted();

describe("an ensemble", () => {
  test("has members that are fits of their own on paths of their own", async () => {
    expect(shared.members).toHaveLength(4);
    for (const [k, member] of shared.members.entries()) {
      const alone = await map(brief).fit(model, data, { rng: createRng("fit").fork("member").fork(k) });
      expect(member.parameters).toEqual(alone.parameters);
      expect(member.logPosterior).toBe(alone.logPosterior);
      expect(member.heldOut).toEqual(alone.heldOut);
    }
    const [first, second] = shared.members;
    expect(first!.heldOut).toHaveLength(4);
    expect(first!.heldOut).not.toEqual(second!.heldOut);
    expect(first!.parameters[0]).not.toBe(second!.parameters[0]);
  });

  test("predicts the exact mixture of what its members predict", () => {
    const whole = shared.predict(AT);
    const parts = shared.members.map((member) => member.predict(AT));
    const mixture = mixturePredictive(parts);
    expect(whole.family).toBe("mixture");
    const y = [9, 11, 12];
    for (const [a, b] of [
      [whole.mean, mixture.mean],
      [whole.epistemic, mixture.epistemic],
      [whole.aleatoric, mixture.aleatoric],
      [whole.logProb(y), mixture.logProb(y)],
      [whole.quantile(0.1), mixture.quantile(0.1)],
    ] as const) {
      a.forEach((value, i) => {
        expect(value / b[i]!).toBeCloseTo(1, 10);
      });
    }
    y.forEach((_, i) => {
      const densities = parts.map((part) => Math.exp(part.logProb(y)[i]!));
      const mean = densities.reduce((sum, density) => sum + density, 0) / 4;
      expect(whole.logProb(y)[i]).toBeCloseTo(Math.log(mean), 10);
      const means = parts.map((part) => part.mean[i]!);
      const centre = means.reduce((sum, m) => sum + m, 0) / 4;
      const epistemic = means.reduce((sum, m) => sum + (m - centre) * (m - centre), 0) / 4;
      expect(whole.epistemic[i]! / epistemic).toBeCloseTo(1, 9);
    });
  });

  test("of one is its member", async () => {
    const one = await fitted({ members: 1 });
    for (const rule of ["mixture", "median"] as const) {
      const found = (await fitted({ members: 1, combine: rule })).predict(AT);
      const member = one.members[0]!.predict(AT);
      expect(found.family).toBe("normal");
      expect(found.mean).toEqual(member.mean);
      expect(found.variance).toEqual(member.variance);
      expect(found.epistemic).toEqual(new Float64Array(3));
    }
  });

  test("draws the parameters of its members, each as often", () => {
    const draws = createRng("draws");
    const counts = new Map<number, number>();
    for (let s = 0; s < 2000; s++) {
      const value = shared.sample(draws)[0]!;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(shared.members.map(({ parameters }) => parameters[0]!).sort());
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(375));
  });

  test("tells what was chosen", async () => {
    expect(shared.notes[0]!.message).toMatch(/^4 members, combined by mixture\. The first: Trained by adam/);
    const linear = createModel(
      { ...spec, network: { kind: "linear" }, likelihood: { kind: "normal", noiseVariance: 1 } },
      data,
    );
    const alike = await deepEnsemble({ members: 2 }).fit(linear, data, { rng: createRng(1) });
    expect(alike.notes.map(({ code }) => code)).toEqual(["settings", "no-spread"]);
    expect(alike.predict(AT).epistemic.every((value) => value < 1e-12)).toBe(true);
  });

  test("takes models with several targets, calibrated one by one", async () => {
    const two = createDataset({
      x,
      y: x.map(([a, b]) => [a! + 0.3 * rng.normal(), 5 * b! + 3 * rng.normal()]),
    });
    const known = createModel(
      { network, prior: spec.prior, likelihood: { kind: "normal", noiseVariance: 0.3 }, standardise: "none" },
      two,
    );
    const options = { members: 6, training: { epochs: 40 }, bagging: true } as const;
    const run = { rng: createRng("two") };
    const plain = await deepEnsemble({ ...options, combine: "median" }).fit(known, two, run);
    const scaled = await deepEnsemble({ ...options, combine: "median", calibration: "out-of-bag" }).fit(
      known,
      two,
      run,
    );
    const [a, b] = [plain.predict(AT), scaled.predict(AT)];
    expect(scaled.varianceFactors).toHaveLength(2);
    expect(scaled.varianceFactors[0]).toBeLessThan(scaled.varianceFactors[1]!);
    b.variance.forEach((value, i) => {
      expect(value / a.variance[i]!).toBeCloseTo(scaled.varianceFactors[i % 2]!, 9);
      expect(b.mean[i]).toBeCloseTo(a.mean[i]!, 9);
    });
    expect(scaled.notes[1]).toMatchObject({ code: "calibration" });
    expect(scaled.notes[1]!.message).toMatch(/rows that \d\.\d of 6 members on average were not trained on/);
  });
});

describe("an ensemble over hyperparameters", () => {
  test("cycles through its variations", async () => {
    const variations = [{ priorVariance: 0.01 }, { training: { epochs: 3 } }, {}];
    const { members } = await fitted({ members: 7, variations });
    const expected = [
      [0.01, 12],
      [2, 3],
      [2, 12],
    ] as const;
    for (const [k, member] of members.entries()) {
      const [variance, epochs] = expected[k % 3]!;
      expect(member.model.spec.prior).toMatchObject({ variance });
      expect(member.scores).toHaveLength(epochs);
    }
    const narrow = Math.abs(members[0]!.parameters[0]!);
    expect(narrow).toBeLessThan(Math.abs(members[2]!.parameters[0]!));
  });
});

describe("snapshots", () => {
  test("are the parameters at the ends of the cycles of one run", async () => {
    const training = { epochs: 9, batch: 16 } as const;
    const posterior = await deepEnsemble({ snapshots: 4, training }).fit(model, data, {
      rng: createRng("fit"),
    });
    expect(posterior.members).toHaveLength(4);
    const run = map({ ...training, optimiser: "adam", schedule: { kind: "cyclic", cycles: 4 } });
    const single = await run.fit(model, data, { rng: createRng("fit").fork("member").fork(0) });
    expect(single.snapshots.parameters.rows).toBe(4);
    expect(posterior.members[3]!.parameters).toEqual(single.parameters);
    expect(posterior.members[3]!.logPosterior).toBe(single.logPosterior);
    // Twenty-seven steps: the first cycle ends after seven of them.
    const rates = new Set(posterior.members.map(({ parameters }) => parameters[0]));
    expect(rates.size).toBe(4);
    expect(posterior.members[0]!.gradients).toBeCloseTo(single.gradients / 4, 12);
  });

  test("refuse what has no cycles", async () => {
    const refused: readonly [DeepEnsembleOptions, RegExp][] = [
      [{ snapshots: 3, members: 2 }, /members/],
      [{ snapshots: 3, training: { optimiser: "lbfgs" } }, /L-BFGS/],
      [{ snapshots: 3, training: { schedule: "cosine" } }, /schedule/],
      [{ snapshots: 3, training: { earlyStopping: {} } }, /early stopping/],
      [{ snapshots: 3, anchored: true }, /anchored/],
      [{ snapshots: 3, calibration: "out-of-bag" }, /snapshots/],
      [{ snapshots: 0 }, /snapshots must be/],
    ];
    for (const [options, message] of refused) expect(() => deepEnsemble(options)).toThrow(message);
    const short = deepEnsemble({ snapshots: 50, training: { epochs: 2 } });
    await expect(short.fit(model, data, { rng: createRng(1) })).rejects.toThrow(
      /a step for each of its 50 cycles/,
    );
  });
});

describe("options", () => {
  test("that are wrong are refused when the method is made", () => {
    const refused: readonly [object, RegExp][] = [
      [{ member: 3 }, /"member"/],
      [{ members: 0 }, /members must be/],
      [{ training: { rate: 1 } }, /"rate"/],
      [{ training: 5 }, /options must be an object, got 5/],
      [{ variations: [{ training: null }] }, /options must be an object, got null/],
      [{ training: { bagging: true } }, /option of the ensemble/],
      [{ variations: [{ training: { anchored: true } }] }, /option of the ensemble/],
      [{ variations: [{ priorVariance: -1 }] }, /priorVariance/],
      [{ variations: [{ training: { batch: 0 } }] }, /batch/],
      [{ variations: { priorVariance: 1 } }, /array/],
      [{ bagging: "yes" }, /bagging/],
      [{ anchored: "loosely" }, /anchored/],
      [{ combine: "product" }, /combine/],
      [{ calibration: "in-bag" }, /calibration/],
    ];
    for (const [options, message] of refused) {
      expect(() => deepEnsemble(options as DeepEnsembleOptions)).toThrow(message);
    }
  });

  test("that do not fit the model are refused before anything is fitted", async () => {
    const laplace = createModel({ ...spec, prior: { kind: "laplace", scale: 1 } }, data);
    const run = { rng: createRng(1), onProgress: () => expect.unreachable() };
    const weighted = { ...data, weights: new Float64Array(40).fill(2) };
    await expect(
      deepEnsemble({ variations: [{ priorVariance: 1 }] }).fit(laplace, data, run),
    ).rejects.toThrow(/laplace/);
    for (const combine of ["vote", "logit"] as const) {
      await expect(deepEnsemble({ combine }).fit(model, data, run)).rejects.toThrow(/for classes/);
    }
    await expect(deepEnsemble({ calibration: "out-of-bag" }).fit(model, weighted, run)).rejects.toThrow(
      /equal weight/,
    );
  });

  test("are valid options again", () => {
    for (const options of [
      {},
      { snapshots: 3 },
      { bagging: true },
      { anchored: true },
      { calibration: "out-of-bag" },
    ]) {
      const method = deepEnsemble(options as DeepEnsembleOptions);
      expect(deepEnsemble(method.options).options).toEqual(method.options);
    }
  });
});

describe("saved", () => {
  const same = (a: DeepEnsemblePosterior<"regression">, b: DeepEnsemblePosterior<"regression">) => {
    expect(b.predict(AT).variance).toEqual(a.predict(AT).variance);
    expect(b.notes).toEqual(a.notes);
    expect(b.varianceFactors).toEqual(a.varianceFactors);
    for (const [k, member] of a.members.entries()) {
      const other = b.members[k]!;
      for (const key of ["parameters", "trace", "scores", "heldOut"] as const) {
        expect(other[key]).toEqual(member[key]);
      }
      expect(other.logPosterior).toBe(member.logPosterior);
      expect(other.model.spec).toEqual(member.model.spec);
    }
  };

  test.each<[string, DeepEnsembleOptions]>([
    ["members", { variations: [{ priorVariance: 1 }, {}] }],
    ["snapshots", { snapshots: 3, members: undefined as never, training: { epochs: 6 } }],
    ["calibrated and by median", { calibration: "out-of-bag", bagging: true, combine: "median" }],
  ])("%s come back as they were", async (_, { members = 4, ...options }) => {
    const given = { training: brief, ...options, ...("snapshots" in options ? {} : { members }) };
    const posterior = await deepEnsemble(given).fit(model, data, { rng: createRng("saved") });
    same(posterior, loadPosterior(structuredClone(posterior.save())) as DeepEnsemblePosterior<"regression">);
  });

  test("members have arrays under names of their own, and what is broken is named", () => {
    const saved = shared.save();
    expect(Object.keys(saved.tensors)).toContain("member 3/bank");
    const broken: readonly [object, RegExp][] = [
      [{ values: { ...saved.values, fits: 5 } }, /member 4/],
      [{ values: { ...saved.values, fits: 0 } }, /fits/],
      [{ values: { ...saved.values, "member 1": "{" } }, /member 1/],
      [{ values: { ...saved.values, "member 1": "null" } }, /member 1/],
      [
        { tensors: { ...saved.tensors, "member 2/bank": { shape: [1, 2], data: new Float64Array(2) } } },
        /bank/,
      ],
      [
        { tensors: { ...saved.tensors, varianceFactors: { shape: [1], data: Float64Array.of(-1) } } },
        /varianceFactors/,
      ],
      [{ options: { combine: "sum" } }, /combine/],
    ];
    for (const [parts, message] of broken) {
      const load = () => loadPosterior({ ...saved, ...parts });
      expect(load).toThrow(message);
      expect(load).toThrow(FormatError);
    }
  });
});
