import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError, FormatError } from "../../../src/errors/errors.ts";
import { multiSwag } from "../../../src/inference/ensemble/multiSwag.ts";
import type { MultiSwagOptions } from "../../../src/inference/ensemble/multiSwagOptions.ts";
import type { MultiSwagPosterior } from "../../../src/inference/ensemble/multiSwagPosterior.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { swag } from "../../../src/inference/swag/swag.ts";
import { createModel } from "../../../src/model/model.ts";
import { mixturePredictive } from "../../../src/predictive/combine.ts";
import type { RegressionPredictive } from "../../../src/predictive/predictive.ts";
import { createRng } from "../../../src/random/rng.ts";
import { hurry, inPieces } from "../interrupted.ts";
import { mlp, wave } from "../map/toys.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(25);
/** Linear in its parameters, and a network with noise that is learned. */
const linear = mlp(data, { hidden: [] });
const network = mlp(data, { hidden: [4] }, { likelihood: { kind: "normal", noiseVariance: "learned" } });
const AT = [[-3], [0.2], [1.9], [4]];
const BRIEF = { training: { epochs: 20 }, epochs: 12, rank: 6, batch: 7 } as const;

const fitted = (options: MultiSwagOptions = {}, model = linear) =>
  multiSwag({ ...BRIEF, members: 3, draws: 60, ...options }).fit(model, data, { rng: createRng("fit") });
const path = (k: number) => createRng("fit").fork("member").fork(k);

const models = [
  ["linear", linear],
  ["network", network],
] as const;

describe.each(models)("multi-SWAG of a model that is a %s", (_, model) => {
  test("of one member is that SWAG, to the last byte", async () => {
    const many = await fitted({ members: 1 }, model);
    const one = await swag({ ...BRIEF, draws: 60 }).fit(model, data, { rng: path(0) });
    expect(many.members).toHaveLength(1);
    expect(many.members[0]!.save()).toEqual(one.save());
    const [a, b] = [many.predict(AT), one.predict(AT)];
    expect(a.mean).toEqual(b.mean);
    expect(a.variance).toEqual(b.variance);
    expect(a.logProb([0, 0, 0, 0])).toEqual(b.logProb([0, 0, 0, 0]));
    expect(many.sample(createRng("draw"))).toEqual(one.sample(createRng("draw")));
  });

  test("has members that are fits of their own, which share the draws", async () => {
    const many = await fitted({ draws: 59 }, model);
    for (const [k, member] of many.members.entries()) {
      const alone = await swag({ ...BRIEF, draws: 20 }).fit(model, data, { rng: path(k) });
      expect(member.save()).toEqual(alone.save());
      expect(member.predictiveDraws().rows).toBe(20);
    }
    expect(many.members[0]!.mean).not.toEqual(many.members[1]!.mean);
  });

  test("predicts the mixture of its members, by the law of total variance", async () => {
    const many = await fitted({}, model);
    const parts = many.members.map((member) => member.predict(AT));
    const { mean, variance } = many.predict(AT);
    for (const [found, expected] of [
      [mean, totalMean(parts)],
      [variance, totalVariance(parts)],
      [many.predict(AT).logProb([0, 1, 2, 3]), mixturePredictive(parts).logProb([0, 1, 2, 3])],
    ] as const) {
      expect(apart(found, expected)).toBeLessThan(ROUNDING);
    }
  });

  test("broken twins that average only means, or variances, or curves, break that law", async () => {
    const many = await fitted({}, model);
    const parts = many.members.map((member) => member.predict(AT));
    const count = parts.length;
    const within = average(parts.map((part) => part.variance));
    const between = totalVariance(parts).map((value, i) => value - within[i]!);
    /** Spread of the average of one curve of each member, and the noise. */
    const averaged = within.map((_, i) =>
      parts.reduce(
        (sum, { aleatoric, epistemic }) => sum + aleatoric[i]! / count + epistemic[i]! / count ** 2,
        0,
      ),
    );
    for (const broken of [within, between, averaged]) {
      expect(apart(many.predict(AT).variance, broken)).toBeGreaterThan(1e5 * ROUNDING);
    }
  });
});

/** Relative: what sums of sixty draws lose, and the difference of squares. */
const ROUNDING = 1e-11;

function apart(a: Float64Array, b: Float64Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)));
}

function average(values: readonly Float64Array[]): Float64Array {
  return values[0]!.map((_, i) => values.reduce((sum, of) => sum + of[i]! / values.length, 0));
}

const totalMean = (parts: readonly RegressionPredictive[]) => average(parts.map(({ mean }) => mean));

/** E[Var(y | member)] + Var(E[y | member]). */
function totalVariance(parts: readonly RegressionPredictive[]): Float64Array {
  const centre = totalMean(parts);
  return average(
    parts.map(({ mean, variance }) => variance.map((value, i) => value + (mean[i]! - centre[i]!) ** 2)),
  );
}

describe("multi-SWAG", () => {
  test("draws from every member as often", async () => {
    const many = await fitted({ predictive: "average" });
    const draws = createRng("draws");
    const counts = many.members.map(() => 0);
    for (let s = 0; s < 1500; s++) {
      const drawn = many.sample(draws)[0]!;
      counts[many.members.findIndex(({ mean }) => mean[0] === drawn)]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(1500 * (2 / 9)));
    expect(many.members.map((member) => member.predictiveDraws().rows)).toEqual([1, 1, 1]);
  });

  test("of members that vary in prior and training", async () => {
    const variations = [{ priorVariance: 1e-4 }, { training: { epochs: 3 } }] as const;
    const { members, model, notes } = await fitted({ variations }, network);
    expect(members.map((member) => member.model.spec.prior)).toMatchObject([
      { variance: 1e-4 },
      { variance: 10 },
      { variance: 1e-4 },
    ]);
    expect(members.map(({ gradients }) => gradients)).toEqual(
      [20, 3, 20].map((epochs) => epochs + members[0]!.gradients - 20),
    );
    expect(model.spec.prior).toMatchObject({ variance: 10 });
    expect(Math.abs(members[0]!.mean[0]!)).toBeLessThan(Math.abs(members[1]!.mean[0]!));
    expect(notes[0]!.message).toMatch(
      /^3 SWAG posteriors of 2 kinds in turn, combined by mixture\. The first: SGD/,
    );
  });

  test("combines draws by the rules of an ensemble", async () => {
    const many = await fitted({ combine: "median", predictive: "average" });
    const middle = many.members.map((member) => member.predict(AT).mean);
    many.predict(AT).mean.forEach((value, i) => {
      expect(value).toBeCloseTo(middle.map((mean) => mean[i]!).sort((a, b) => a - b)[1]!, 12);
    });

    const classes = createDataset({ x: AT, y: [0, 1, 1, 0], classes: ["no", "yes"] });
    const model = createModel(
      {
        network: { kind: "mlp", hidden: [3] },
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "bernoulli" },
      },
      classes,
    );
    const found = await multiSwag({ ...BRIEF, members: 2, draws: 10, combine: "vote" }).fit(model, classes, {
      rng: createRng("vote"),
    });
    const { probabilities } = found.predict(AT);
    for (const value of probabilities.data) expect(10 * value).toBeCloseTo(Math.round(10 * value), 12);
  });

  test("says what its members have to say", async () => {
    const { notes } = await fitted(
      { rate: 2e-3, members: 2, training: { epochs: 400 } },
      mlp(data, { activation: "relu" }),
    );
    expect(notes.map(({ code }) => code)).toContain("loss-high");
    expect(notes.slice(1).every(({ message }) => /^Member [01]: /.test(message))).toBe(true);
  });
});

// Options may come from a file, so each may be anything that JSON can say.
describe("options", () => {
  test.each<[options: unknown, message: RegExp]>([
    [null, /multiSwag: options must be an object, got null/],
    [{ member: 3 }, /unknown option "member"\. Known options: members, variations, combine, predictive/],
    [{ members: 0 }, /multiSwag: members must be a whole number at least 1 /],
    [{ members: 2.5 }, /members must be a whole number/],
    [{ members: 11, draws: 10 }, /draws must be .*at least 11, got 10/],
    [{ epochs: 1 }, /multiSwag: epochs must be/],
    [{ combine: "product" }, /combine must be one of "mixture", .* got "product"/],
    [{ variations: {} }, /variations must be an array/],
    [{ variations: [null] }, /variations/],
    [{ variations: [{ prior: 1 }] }, /unknown option "prior"/],
    [{ variations: [{}, { priorVariance: 0 }] }, /priorVariance must be/],
    [{ variations: [{}, { training: { epochs: 0 } }] }, /multiSwag: variations: epochs must be/],
    [{ variations: [{ training: null }] }, /multiSwag: variations: options must be an object, got null/],
    // A SWAG posterior is one of the model and all rows.
    [{ training: { bagging: true } }, /multiSwag: training: the mode must be that of the model and all rows/],
    [{ variations: [{ training: { anchored: true } }] }, /got anchored/],
    [{ bagging: true }, /unknown option "bagging"/],
    [{ snapshots: 3 }, /unknown option "snapshots"/],
    [{ calibration: "out-of-bag" }, /unknown option "calibration"/],
  ])("%j are refused when the method is made", (options, message) => {
    const make = () => multiSwag(options as MultiSwagOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  test("that do not fit the model are refused before anything is fitted", async () => {
    const run = { rng: createRng(1), onProgress: () => expect.unreachable() };
    const laplace = mlp(data, {}, { prior: { kind: "laplace", scale: 1 } });
    const refused: readonly [MultiSwagOptions, typeof linear, RegExp][] = [
      [{ combine: "vote" }, linear, /"vote" is for classes/],
      [{ variations: [{ priorVariance: 1 }] }, laplace, /the model has a laplace one/],
      [{ members: 100_000, draws: 100_000 }, mlp(data, { hidden: [2000] }), /memory/],
    ];
    for (const [options, model, message] of refused) {
      const fit = multiSwag(options).fit(model, data, run);
      await expect(fit).rejects.toThrow(message);
      await expect(fit).rejects.toBeInstanceOf(ArgumentError);
    }
  });

  test("are filled in, and valid options again", () => {
    const method = multiSwag();
    expect(method.options).toMatchObject({ members: 10, draws: 500, combine: "mixture", variations: [] });
    expect(multiSwag(method.options).options).toEqual(method.options);
  });
});

describe("saved", () => {
  test("it comes back as it was", async () => {
    const many = await fitted({ variations: [{}, { priorVariance: 1 }], combine: "median" }, network);
    const loaded = loadPosterior(structuredClone(many.save())) as MultiSwagPosterior<"regression">;
    expect(loaded.predict(AT).mean).toEqual(many.predict(AT).mean);
    expect(loaded.predict(AT).variance).toEqual(many.predict(AT).variance);
    expect(loaded.sample(createRng(1))).toEqual(many.sample(createRng(1)));
    expect(loaded.save()).toEqual(many.save());
    expect(loaded.notes).toEqual(many.notes);
    expect(loaded.members.map(({ trace, rate }) => [trace, rate])).toEqual(
      many.members.map(({ trace, rate }) => [trace, rate]),
    );
  });

  test("what is broken is named", async () => {
    const saved = (await fitted({ members: 2 })).save();
    const short = { "member 1/mean": { shape: [1], data: new Float64Array(1) } };
    const broken: readonly [object, RegExp][] = [
      [{ values: { ...saved.values, fits: 3 } }, /member 2/],
      [{ values: { ...saved.values, fits: 0 } }, /fits/],
      [{ values: { ...saved.values, fits: 1 } }, /values\.fits must be 2, got 1/],
      [{ values: { ...saved.values, "member 1": "[]" } }, /member 1/],
      [{ tensors: { ...saved.tensors, ...short } }, /mean/],
      [{ options: { members: 0 } }, /members/],
    ];
    for (const [parts, message] of broken) {
      const load = () => loadPosterior({ ...saved, ...parts });
      expect(load).toThrow(message);
      expect(load).toThrow(FormatError);
    }
  });
});

test("an interrupted run continues to the same bytes, in both stages of its members", async () => {
  const method = multiSwag({ members: 3, training: { epochs: 3 }, epochs: 3, batch: 7, draws: 6 });
  const train = (run: object) => method.fit(network, data, { rng: createRng("pieces"), ...run });
  const whole = await train({});
  hurry();
  // More than members: those that are done report too.
  for (const reports of [4, 7]) {
    const { result, runs } = await inPieces(reports, train);
    expect(runs).toBeGreaterThan(4);
    expect(result.save()).toEqual(whole.save());
    expect(result.predict(AT).variance).toEqual(whole.predict(AT).variance);
  }
});
