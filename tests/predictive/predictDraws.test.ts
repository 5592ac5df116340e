import { describe, expect, it } from "vitest";
import { identityScaler } from "../../src/data/scaler.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createLikelihood } from "../../src/model/likelihoods/createLikelihood.ts";
import { createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { predictDraws } from "../../src/predictive/predictDraws.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { checkMoments } from "../contracts/closeness.ts";
import { rowLoss, SPECS } from "../model/likelihoods/randomRows.ts";

const classesOf = ({ kind }: LikelihoodSpec) =>
  kind === "bernoulli" ? ["no", "yes"] : kind === "categorical" ? ["a", "b", "c"] : [];
const isClass = (spec: LikelihoodSpec) => classesOf(spec).length > 0;

interface Bank {
  readonly outputs: Matrix;
  readonly own: Matrix;
}

/** Random outputs and own parameters of S draws at n rows. */
function randomBank(spec: LikelihoodSpec, draws: number, rows: number, targets: number): Bank {
  const likelihood = createLikelihood(spec, targets, classesOf(spec).length);
  const rng = createRng("bank").fork(spec.kind);
  const own = createMatrix(draws, likelihood.own.length);
  rng.fillNormal(own.data);
  const outputs = createMatrix(draws, rows * likelihood.outputs);
  return { outputs: { ...outputs, data: rng.fillNormal(outputs.data) }, own };
}

const take = (matrix: Matrix, s: number) =>
  createMatrix(1, matrix.cols, matrix.data.slice(s * matrix.cols, (s + 1) * matrix.cols));

describe.each(SPECS)("predictDraws: %s", (_, spec) => {
  const targets = isClass(spec) ? 1 : 2;
  const [draws, rows] = [4, 3];
  const model = { targets, classes: classesOf(spec) };
  const bank = randomBank(spec, draws, rows, targets);
  const likelihood = createLikelihood(spec, targets, model.classes.length);
  const identity = identityScaler(targets);
  const weights = [1, 2, 3, 4];
  /** log of the average over draws of the probability that the likelihood itself gives to one target of one row. */
  const averaged = (i: number, k: number, y: number) => {
    // Without label smoothing, which is a matter of training.
    const plain: LikelihoodSpec = spec.kind === "categorical" ? { kind: "categorical" } : spec;
    const one = createLikelihood(plain, 1, model.classes.length);
    const width = likelihood.outputs;
    const sum = weights.reduce((total, weight, s) => {
      const all = bank.outputs.data.subarray((s * rows + i) * width, (s * rows + i + 1) * width);
      const f = isClass(spec) ? all : all.filter((_, position) => position % targets === k);
      const own = one.own.map((_, p) => bank.own.data[s * bank.own.cols + k + p]!);
      return total + (weight / 10) * Math.exp(-rowLoss(one, f, [y], 1, own).value);
    }, 0);
    return Math.log(sum);
  };

  it("gives each target the average of the probabilities of the likelihood", () => {
    const p = predictDraws(spec, model, { ...bank, weights }, identity);
    expect(p.size).toBe(rows);
    const candidates = isClass(spec) || spec.kind === "poisson" ? [0, 1] : [-0.7, 1.3];
    for (const y of candidates) {
      const found = p.logProb(new Float64Array(rows * targets).fill(y));
      found.forEach((value, position) => {
        const expected = averaged(Math.floor(position / targets), position % targets, y);
        expect(value).toBeCloseTo(expected, 11);
      });
    }
  });

  it("is the mixture of its draws; a mixture of one is its member", () => {
    if (isClass(spec)) {
      const one = predictDraws(
        spec,
        model,
        { outputs: take(bank.outputs, 1), own: take(bank.own, 1) },
        identity,
      );
      expect([...(one as ClassificationPredictive).mutualInformation]).toEqual([0, 0, 0]);
      return;
    }
    const whole = predictDraws(spec, model, { ...bank, weights }, identity) as RegressionPredictive;
    const members = weights.map(
      (_, s) =>
        predictDraws(
          spec,
          model,
          { outputs: take(bank.outputs, s), own: take(bank.own, s) },
          identity,
        ) as RegressionPredictive,
    );
    const mixed = mixturePredictive(members, weights);
    for (const what of ["mean", "epistemic", "aleatoric", "variance"] as const) {
      whole[what].forEach((value, i) => void expect(value).toBeCloseTo(mixed[what][i]!, 11));
    }
    whole.quantile(0.3).forEach((value, i) => void expect(value).toBeCloseTo(mixed.quantile(0.3)[i]!, 9));
    const family = spec.kind === "heteroscedastic" ? "normal" : spec.kind;
    for (const member of members) {
      expect(member.family).toBe(family);
      expect(member.epistemic.every((v) => v === 0)).toBe(true);
    }
  });

  it("refuses banks that do not fit", () => {
    const make = (draw: Partial<Bank>) => () => predictDraws(spec, model, { ...bank, ...draw }, identity);
    expect(make({ own: createMatrix(draws, 5) })).toThrow(ShapeError);
    expect(make({ own: createMatrix(draws + 1, bank.own.cols) })).toThrow(ShapeError);
    if (likelihood.outputs > 1) {
      expect(make({ outputs: createMatrix(draws, rows * likelihood.outputs + 1) })).toThrow(ShapeError);
    }
    const broken = { ...bank.outputs, data: bank.outputs.data.map(() => Number.NaN) };
    expect(make({ outputs: broken })).toThrow(ArgumentError);
  });
});

describe("units", () => {
  const scaler = { shift: [10, -4], scale: [3, 0.5] };
  const real = SPECS.filter(([, { kind }]) => ["normal", "heteroscedastic", "student-t"].includes(kind));

  it.each(real)("%s: real targets come back in the units of y, target by target", (_, spec) => {
    const bank = randomBank(spec, 5, 3, 2);
    const model = { targets: 2, classes: [] };
    const standard = predictDraws(spec, model, bank, identityScaler(2)) as RegressionPredictive;
    const p = predictDraws(spec, model, bank, scaler) as RegressionPredictive;
    p.mean.forEach((value, i) => {
      const [shift, scale] = [scaler.shift[i % 2]!, scaler.scale[i % 2]!];
      expect(value).toBeCloseTo(shift + scale * standard.mean[i]!, 12);
      expect(p.std[i]! / (scale * standard.std[i]!)).toBeCloseTo(1, 12);
      expect(p.quantile(0.8)[i]).toBeCloseTo(shift + scale * standard.quantile(0.8)[i]!, 8);
    });
    const values = p.functionDraws!(50, createRng(4));
    const standardValues = standard.functionDraws!(50, createRng(4));
    expect(values.data[7]).toBeCloseTo(-4 + 0.5 * standardValues.data[7]!, 12);
  });

  it("counts and classes have no other units", () => {
    const outputs = createMatrix(2, 3, Float64Array.of(0, 1, 2, 0.5, 1, 1.5));
    const p = predictDraws(
      { kind: "poisson" },
      { targets: 1, classes: [] },
      { outputs, own: createMatrix(2, 0) },
      { shift: [3], scale: [2] },
    ) as RegressionPredictive;
    expect(p.mean[0]).toBeCloseTo((1 + Math.exp(0.5)) / 2, 14);
    expect(Number.isInteger(p.quantile(0.5)[2])).toBe(true);
  });
});

describe("the parts of the variance of counts", () => {
  const rates = [1, 4, 10];
  const p = predictDraws(
    { kind: "poisson" },
    { targets: 1, classes: [] },
    { outputs: createMatrix(3, 1, Float64Array.from(rates, Math.log)), own: createMatrix(3, 0) },
    identityScaler(1),
  ) as RegressionPredictive;

  it("are the mean of the rates and the variance of the rates", () => {
    expect(p.mean[0]).toBeCloseTo(5, 13);
    expect(p.aleatoric[0]).toBeCloseTo(5, 13);
    expect(p.epistemic[0]).toBeCloseTo(14, 13);
    expect([0.2, 0.5, 0.9].map((q) => p.quantile(q, "function")[0])).toEqual(
      [1, 4, 10].map((rate) => Math.exp(Math.log(rate))).map((rate) => expect.closeTo(rate, 12)),
    );
  });

  it("a joint draw of the function takes one draw of the parameters", () => {
    const drawn = p.functionDraws!(4000, createRng("rates")).data;
    checkMoments(drawn, 5, 14);
    expect(() => checkMoments(p.sample(4000, createRng("rates")).data, 5, 14)).toThrow(/variance/);
  });

  it("a rate beyond all counts is refused", () => {
    const outputs = createMatrix(1, 1, Float64Array.of(40));
    const bank = { outputs, own: createMatrix(1, 0) };
    const model = { targets: 1, classes: [] };
    expect(() => predictDraws({ kind: "poisson" }, model, bank, identityScaler(1))).toThrow(/rate must be/);
  });
});
