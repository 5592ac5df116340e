import { describe, expect, test } from "vitest";
import { type BaoabOptions, baoab } from "../../../src/inference/langevin/baoab.ts";
import type { LangevinOptions } from "../../../src/inference/langevin/langevinOptions.ts";
import { psgld } from "../../../src/inference/langevin/psgld.ts";
import { type SghmcOptions, sghmc } from "../../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../../src/inference/langevin/sgld.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, type Rows } from "../../support/denseAlgebra.ts";
import { added, identity, scaledBy, worstDeviation } from "../langevin/stationary.ts";
import { linearModel, linearProblem } from "./linearProblem.ts";

const problem = await linearProblem();
const { data, model, mean, precision, covariance, noiseVariance, priorVariance } = problem;
const D = mean.length;
/** The precision in whitened coordinates, z = parameter / prior sd. */
const H = scaledBy(precision, priorVariance);
const I = identity(D);

/** The largest eigenvalue of H, by powers. */
const largest = (() => {
  let v = mean.map((_, j) => [1 + j]);
  let length = 1;
  for (let k = 0; k < 2000; k++) {
    v = multiply(H, v);
    length = Math.sqrt(v.reduce((sum, [x]) => sum + x! * x!, 0));
    v = v.map(([x]) => [x! / length]);
  }
  return length;
})();

/** T Lambda^-1 (I - factor H)^-1, in the units of the parameters. */
const widened = (factor: number, T = 1): Rows =>
  scaledBy(multiply(covariance, invert(added(I, scaledBy(H, -factor))).inverse), T);

const WITHIN = 4.5;
const CAUGHT = 10;
const LONG = { steps: 25_000, draws: 6000, chains: 4 } as const;

const run = <P>(
  method: { fit(m: typeof model, d: typeof data, r: { rng: ReturnType<typeof createRng> }): P },
  of = model,
) => method.fit(of, data, { rng: createRng("langevin oracle") });

describe("SGLD with all rows has mean mu and covariance T Lambda^-1 (I - eps Lambda/4)^-1", () => {
  const fitted = (options: LangevinOptions, of = model) => run(sgld({ ...LONG, ...options }), of);

  test.each([1.2, 2.4])("at eps x largest eigenvalue = %f", async (share) => {
    const eps = share / largest;
    const found = await fitted({ stepSize: eps });
    expect(worstDeviation(found, mean, widened(eps / 4))).toBeLessThan(WITHIN);
    // The posterior itself it has not: the step is long on purpose.
    expect(worstDeviation(found, mean, covariance)).toBeGreaterThan(CAUGHT);
  });

  test.each([0.25, 3])("at temperature %f", async (temperature) => {
    const eps = 0.8 / largest;
    const found = await fitted({ stepSize: eps, temperature });
    expect(worstDeviation(found, mean, widened(eps / 4, temperature))).toBeLessThan(WITHIN);
    expect(worstDeviation(found, mean, widened(eps / 4))).toBeGreaterThan(CAUGHT);
  });

  test("by default within a tenth of the posterior's variances, which the note says has mixed", async () => {
    const found = await fitted({});
    const eps = found.stepSizes[0]!;
    expect((eps * largest) / 4).toBeGreaterThan(0.09);
    expect((eps * largest) / 4).toBeLessThan(0.13);
    expect(found.notes.map(({ code }) => code)).toEqual(["settings", "mixing"]);
  });

  test("a broken twin without the square root of the noise is caught", async () => {
    const eps = 0.5 / largest;
    // sqrt(eps T) with T = eps is eps: what a forgotten root injects.
    const twin = await fitted({ stepSize: eps, temperature: eps });
    expect(worstDeviation(twin, mean, widened(eps / 4))).toBeGreaterThan(CAUGHT);
  });

  test("a broken twin that forgets half of the step is caught", async () => {
    const eps = 0.5 / largest;
    // z - eps grad + sqrt(eps) xi is a step of 2 eps at temperature 1/2.
    const twin = await fitted({ stepSize: 2 * eps, temperature: 0.5 });
    expect(worstDeviation(twin, mean, widened(eps / 4))).toBeGreaterThan(CAUGHT);
  });

  test("leaves the finite numbers beyond the stable steps, and says so", async () => {
    await expect(fitted({ stepSize: 5 / largest })).rejects.toThrow(
      /sgld: the chain must stay finite, it does not at step \d+ with step size .*; the last good parameters have norm/,
    );
    await expect(fitted({ stepSize: 3.5 / largest })).resolves.toBeDefined();
  });
});

describe("SGHMC with all rows has covariance T Lambda^-1 (I - eps Lambda/(4 - 2 eta))^-1", () => {
  const fitted = (options: SghmcOptions) => run(sghmc({ ...LONG, ...options }));

  test.each([
    [0.8, 0.05, 1],
    [1.5, 0.2, 1],
    [0.8, 0.5, 0.5],
  ])("at eps x largest eigenvalue = %f, friction %f, temperature %f", async (share, eta, temperature) => {
    const eps = share / largest;
    const found = await fitted({ stepSize: eps, friction: eta, temperature });
    const expected = widened(eps / (4 - 2 * eta), temperature);
    expect(worstDeviation(found, mean, expected)).toBeLessThan(WITHIN);
    // Noise of variance eta eps, half of what friction takes away, is that of half the temperature.
    expect(worstDeviation(found, mean, scaledBy(expected, 0.5))).toBeGreaterThan(CAUGHT);
  });

  test("is unstable beyond eps Lambda = 4 - 2 eta, and stable before", async () => {
    const [eta, short] = [0.2, { steps: 20_000, draws: 100 }];
    await expect(fitted({ ...short, friction: eta, stepSize: 3.7 / largest })).rejects.toThrow(/finite/);
    await expect(fitted({ ...short, friction: eta, stepSize: 3.5 / largest })).resolves.toBeDefined();
  });
});

describe("BAOAB has exactly T Lambda^-1 at every stable step", () => {
  const fitted = (options: BaoabOptions) => run(baoab({ ...LONG, ...options }));

  test.each([
    [0.5, 1, 1],
    [1.7, 1, 1],
    [1.7, 8, 1],
    [1.4, 3, 0.3],
  ])("at h x largest frequency = %f, friction %f, temperature %f", async (share, friction, temperature) => {
    const h = share / Math.sqrt(largest);
    const found = await fitted({ stepSize: h, friction, temperature });
    expect(worstDeviation(found, mean, scaledBy(covariance, temperature))).toBeLessThan(WITHIN);
  });

  test("the covariance of OBABO, T Lambda^-1 (I - h^2 Lambda/4)^-1, is told from it", async () => {
    const h = 1.4 / Math.sqrt(largest);
    const found = await fitted({ stepSize: h });
    expect(worstDeviation(found, mean, widened((h * h) / 4))).toBeGreaterThan(CAUGHT);
  });
});

describe("preconditioned SGLD", () => {
  test("has the posterior as its limit once the preconditioner is fixed", async () => {
    const long = await run(psgld({ ...LONG, chains: 1, draws: 2000 }));
    const found = await run(psgld({ ...LONG, steps: 100_000, stepSize: long.stepSizes[0]! / 20 }));
    expect(worstDeviation(found, mean, covariance)).toBeLessThan(WITHIN);
    expect(worstDeviation(found, mean, scaledBy(covariance, 1.35))).toBeGreaterThan(CAUGHT);
  });

  test("warns where the preconditioner goes on adapting", async () => {
    const { notes } = await run(psgld({ steps: 100, draws: 40, adapt: "always" }));
    expect(notes.map(({ code }) => code)).toContain("biased");
  });
});

test("a dropped N/B is caught: it samples another posterior", async () => {
  const batch = 6;
  const found = await run(sgld({ ...LONG, batch, stepSize: 0.05 / largest, steps: 100_000 }));
  const twin = await run(
    sgld({ ...LONG, batch, stepSize: 0.05 / largest, steps: 100_000 }),
    linearModel(data, noiseVariance * (30 / batch), priorVariance),
  );
  const far = (posterior: typeof found) => {
    const trace = covariance.map((row, j) => row[j]!);
    const { draws } = posterior;
    return trace.map((variance, j) => {
      let sum = 0;
      for (let s = 0; s < draws.rows; s++) sum += (draws.data[s * D + j]! - mean[j]!) ** 2;
      return sum / draws.rows / variance;
    });
  };
  for (const ratio of far(found)) expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
  for (const ratio of far(twin)) expect(ratio).toBeGreaterThan(2);
});
