import { describe, expect, test } from "vitest";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { integrate } from "../../../src/numeric/quadrature.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rowLoss, SPECS } from "./randomRows.ts";

const real = SPECS.filter(([, { kind }]) => ["normal", "heteroscedastic", "student-t"].includes(kind));

describe("densities", () => {
  test.each(real)("%s integrates to 1, whatever the weight", (_, spec) => {
    const likelihood = createLikelihood(spec, 1, 0);
    const own = likelihood.own.map(() => -0.4);
    for (const weight of [1, 0.3, 4]) {
      // y = c + u/(1 - u^2) maps the line to (-1, 1), heavy tails included.
      const density = (y: number) => Math.exp(-rowLoss(likelihood, [0.6, -0.2], [y], weight, own).value);
      const mapped = (u: number) => {
        const room = 1 - u * u;
        return (density(0.6 + u / room) * (1 + u * u)) / (room * room);
      };
      const mass = integrate(mapped, -1, 0, 1e-11) + integrate(mapped, 0, 1, 1e-11);
      expect(mass).toBeCloseTo(1, 9);
    }
  });

  test("a joint density of two targets is the product of theirs", () => {
    for (const [, spec] of real) {
      const two = createLikelihood(spec, 2, 0);
      const one = createLikelihood(spec, 1, 0);
      const own = two.own.map((_, k) => -0.4 - 0.3 * k);
      const loss = rowLoss(two, [0.1, 0.2, 0.3, 0.4], [1, -1], 2, own).value;
      const parts = [0, 1].map(
        (k) => rowLoss(one, [0.1 + 0.1 * k, 0.3 + 0.1 * k], [1 - 2 * k], 2, own.slice(k, k + 1)).value,
      );
      expect(loss).toBeCloseTo(parts[0]! + parts[1]!, 12);
    }
  });

  test("probabilities of classes and counts add up to 1", () => {
    const total = (loss: (y: number) => number, count: number) =>
      Array.from({ length: count }, (_, y) => Math.exp(-loss(y))).reduce((a, b) => a + b);
    const bernoulli = createLikelihood({ kind: "bernoulli" }, 1, 2);
    const categorical = createLikelihood({ kind: "categorical" }, 1, 4);
    const poisson = createLikelihood({ kind: "poisson" }, 1, 0);
    for (const f of [-3, 0, 0.4, 2.5]) {
      expect(total((y) => rowLoss(bernoulli, [f], [y]).value, 2)).toBeCloseTo(1, 13);
      expect(total((y) => rowLoss(categorical, [f, 1, -f, 0], [y]).value, 4)).toBeCloseTo(1, 13);
      expect(total((y) => rowLoss(poisson, [f], [y]).value, 120)).toBeCloseTo(1, 12);
    }
  });

  test("two classes by Bernoulli and by categorical are the same", () => {
    const bernoulli = createLikelihood({ kind: "bernoulli" }, 1, 2);
    const categorical = createLikelihood({ kind: "categorical" }, 1, 2);
    for (const f of [-30, -1, 0, 2, 40]) {
      for (const y of [0, 1]) {
        const a = rowLoss(bernoulli, [f], [y], 1.5);
        const b = rowLoss(categorical, [0, f], [y], 1.5);
        expect(a.value).toBeCloseTo(b.value, 12);
        expect(a.byOutputs[0]).toBeCloseTo(b.byOutputs[1]!, 12);
      }
    }
  });

  test("many degrees of freedom make Student t normal", () => {
    const t = createLikelihood({ kind: "student-t", df: 1e9, scale: 0.5 }, 1, 0);
    const normal = createLikelihood({ kind: "normal", noiseVariance: 0.25 }, 1, 0);
    for (const y of [-1, 0.2, 2]) {
      expect(rowLoss(t, [0.3], [y], 2).value).toBeCloseTo(rowLoss(normal, [0.3], [y], 2).value, 6);
    }
  });
});

describe("own parameters", () => {
  const specs = SPECS.filter(([, spec]) => createLikelihood(spec, 1, 2).own.length > 0);

  test.each(specs)("of %s have proper priors with the slopes they say", (_, spec) => {
    const [parameter] = createLikelihood(spec, 1, 0).own;
    const { logDensity, slope, start, priorMean, priorScale } = parameter!;
    expect(integrate((v) => Math.exp(logDensity(v)), -14, 16, 1e-11)).toBeCloseTo(1, 9);
    for (const v of [-2, -0.3, 0.8, start]) {
      expect(slope(v)).toBeCloseTo((logDensity(v + 1e-5) - logDensity(v - 1e-5)) / 2e-5, 6);
    }
    expect(slope(priorMean)).toBeCloseTo(0, 12);
    const step = 1e-3;
    const bend = (slope(priorMean + step) - slope(priorMean - step)) / (2 * step);
    expect(priorScale).toBeCloseTo(1 / Math.sqrt(-bend), 5);
  });

  test.each(specs)("of %s are drawn from those priors", (_, spec) => {
    const [parameter] = createLikelihood(spec, 1, 0).own;
    const moment = (power: number) =>
      integrate((v) => v ** power * Math.exp(parameter!.logDensity(v)), -14, 16, 1e-11);
    const mean = moment(1);
    const sd = Math.sqrt(moment(2) - mean * mean);
    const rng = createRng("own parameters");
    const count = 4000;
    const average =
      Array.from({ length: count }, () => parameter!.sample(rng)).reduce((a, b) => a + b) / count;
    expect(Math.abs(average - mean)).toBeLessThan((4 * sd) / Math.sqrt(count));
  });

  test("an inverse-gamma prior on the variance, moved to log sigma with its Jacobian", () => {
    const [shape, scale] = [3, 0.5];
    const [parameter] = createLikelihood({ kind: "normal", noiseVariance: { shape, scale } }, 1, 0).own;
    // P(sigma^2 <= s) is the same whether counted on sigma^2 or on log sigma.
    const onVariance = (s: number) =>
      ((scale * scale * scale) / 2) * s ** (-shape - 1) * Math.exp(-scale / s);
    for (const s of [0.1, 0.4, 2]) {
      const below = integrate((l) => Math.exp(parameter!.logDensity(l)), -8, 0.5 * Math.log(s), 1e-12);
      expect(below).toBeCloseTo(integrate(onVariance, 1e-9, s, 1e-12), 9);
      // The broken twin, without the Jacobian 2 s, is another distribution.
      const bare = integrate((l) => onVariance(Math.exp(2 * l)), -8, 0.5 * Math.log(s), 1e-12);
      expect(Math.abs(bare - below)).toBeGreaterThan(0.01);
    }
  });

  test("are named by their target where there are several", () => {
    const names = (targets: number) =>
      createLikelihood({ kind: "normal", noiseVariance: "learned" }, targets, 0).own.map(({ name }) => name);
    expect(names(1)).toEqual(["log noise sd"]);
    expect(names(2)).toEqual(["log noise sd of target 0", "log noise sd of target 1"]);
  });
});
