import { describe, expect, test } from "vitest";
import { exact } from "../../../src/inference/exact/exact.ts";
import { laplace } from "../../../src/inference/laplace/laplace.ts";
import type { LaplaceOptions, LaplaceStructure } from "../../../src/inference/laplace/laplaceOptions.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, type Rows } from "../../support/denseAlgebra.ts";
import { largestGap, linearModel, linearProblem } from "./linearProblem.ts";

const problem = await linearProblem();
const { data, model, mean, sd, precision, covariance, noiseVariance, priorVariance } = problem;
const D = mean.length;
const N = data.x.rows;

const approximate = (options: LaplaceOptions, of = model) =>
  laplace(options).fit(of, data, { rng: createRng("oracle") });

const diagonalSd = (matrix: Rows) => matrix.map((row, j) => Math.sqrt(row[j]!));
const logRatios = (found: ArrayLike<number>, wanted: ArrayLike<number>) =>
  Math.max(...Array.from(found, (value, j) => Math.abs(Math.log(value / wanted[j]!))));
/** Largest difference of covariances, in units of the standard deviations. */
const covarianceGap = (found: { readonly data: Float64Array }, wanted: Rows) =>
  Math.max(
    ...wanted.flatMap((row, i) =>
      row.map((c, j) => Math.abs(found.data[i * D + j]! - c) / (sd[i]! * sd[j]!)),
    ),
  );
const plus = (matrix: Rows, diagonal: number) =>
  matrix.map((row, i) => row.map((value, j) => value + (i === j ? diagonal : 0)));

const EXACT: readonly LaplaceStructure[] = ["full", "last-layer", "kronecker"];

describe.each(EXACT)("structure %s on a linear-Gaussian model", (structure) => {
  test("is the exact posterior, with its evidence", async () => {
    const posterior = await approximate({ structure });
    expect(posterior.structure).toBe(structure);
    expect(largestGap(posterior.mean, mean, sd)).toBeLessThan(1e-5);
    expect(covarianceGap(posterior.covariance(), covariance)).toBeLessThan(1e-10);
    expect(logRatios(posterior.std, sd)).toBeLessThan(1e-10);
    expect(posterior.logEvidence).toBeCloseTo(problem.logEvidence, 7);
    const reference = await exact().fit(model, data);
    expect(posterior.effectiveParameters).toBeCloseTo(reference.effectiveParameters(), 8);
    const at = [
      [1, 1, 0],
      [-3, 2, 1],
    ];
    const [found, wanted] = [posterior.predict(at), reference.predict(at)];
    found.mean.forEach((value, i) => void expect(value).toBeCloseTo(wanted.mean[i]!, 5));
    expect(logRatios(found.epistemic, wanted.epistemic)).toBeLessThan(1e-9);
    expect(logRatios(found.std, wanted.std)).toBeLessThan(1e-9);
  });

  test("with inputs and target standardised and a bias of its own variance", async () => {
    const spec = {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 0.4, biasVariance: 3 },
      likelihood: { kind: "normal", noiseVariance: 0.2 },
      standardise: "both",
    } as const;
    const standardised = createModel(spec, data);
    const reference = await exact({ solver: "qr" }).fit(standardised, data);
    const posterior = await approximate({ structure }, standardised);
    expect(posterior.logEvidence).toBeCloseTo(reference.logEvidence, 7);
    const wanted = reference.covariance();
    posterior.covariance().data.forEach((value, i) => void expect(value).toBeCloseTo(wanted.data[i]!, 11));
    // Without the Jacobian of the standardised target it would be this far off.
    const [scale] = posterior.scaler.y.scale;
    expect(N * Math.abs(Math.log(scale!))).toBeGreaterThan(0.5);
  });

  test("log density is that of the exact posterior", async () => {
    const posterior = await approximate({ structure });
    const draw = posterior.sample(createRng("point"));
    const reference = await exact().fit(model, data);
    expect(posterior.logDensity(draw)).toBeCloseTo(reference.logDensity(draw), 4);
    expect(posterior.logDensity(posterior.mean)).toBeGreaterThan(posterior.logDensity(draw));
  });
});

describe("what is broken would be seen", () => {
  test("a prior that is counted twice is too narrow", () => {
    const twice = diagonalSd(invert(plus(precision, 1 / priorVariance)).inverse);
    expect(logRatios(twice, sd)).toBeGreaterThan(0.005);
  });

  test("factors of the Kronecker product that are damped are another matrix", () => {
    // (A + sqrt(p) I) (x) (G/N + sqrt(p) I) for A = H'H and G/N = 1/noise variance, in place of A G/N + p I.
    const root = Math.sqrt(1 / priorVariance);
    const gram = plus(precision, -1 / priorVariance).map((row) => row.map((value) => value * noiseVariance));
    const damped = plus(gram, root).map((row) => row.map((value) => value * (1 / noiseVariance + root)));
    expect(logRatios(diagonalSd(invert(damped).inverse), sd)).toBeGreaterThan(0.05);
  });

  test("evidence of another noise or prior is another", async () => {
    for (const other of [linearModel(data, 0.3, priorVariance), linearModel(data, noiseVariance, 1)]) {
      const posterior = await approximate({}, other);
      expect(Math.abs(posterior.logEvidence - problem.logEvidence)).toBeGreaterThan(0.05);
    }
  });
});

test("structure diagonal has the variances 1/Lambda_jj, which are not those of the posterior", async () => {
  const posterior = await approximate({ structure: "diagonal" });
  const wanted = precision.map((row, j) => 1 / Math.sqrt(row[j]!));
  expect(logRatios(posterior.std, wanted)).toBeLessThan(1e-10);
  expect(logRatios(posterior.std, sd)).toBeGreaterThan(0.2);
  // Its evidence is too small by what the determinant of a diagonal is too large.
  const shortfall =
    precision.reduce((sum, row, j) => sum + Math.log(row[j]!), 0) - invert(precision).logDeterminant;
  expect(posterior.logEvidence).toBeCloseTo(problem.logEvidence - 0.5 * shortfall, 7);
});

describe("hyperparameters by the evidence", () => {
  const network = { kind: "linear" } as const;
  const learned = { kind: "normal", noiseVariance: "learned" } as const;
  const spec = { network, likelihood: learned, standardise: "none" } as const;
  const unlearned = createModel({ ...spec, prior: { kind: "normal", variance: 5 } }, data);

  test.each(EXACT.filter((structure) => structure !== "last-layer"))(
    "online, they are those that exact inference learns: %s",
    async (structure) => {
      const reference = await exact().fit(
        createModel({ ...spec, prior: { kind: "normal", variance: "learned" } }, data),
        data,
      );
      const posterior = await approximate(
        { structure, priorPrecision: "evidence", tuning: "online", rounds: 12 },
        unlearned,
      );
      const variance = 5 / posterior.priorFactors[0]!;
      expect(variance / reference.priorVariance).toBeCloseTo(1, 3);
      expect(Math.exp(2 * posterior.mean[D]!) / reference.noiseVariance).toBeCloseTo(1, 3);
      expect(posterior.logEvidence).toBeCloseTo(reference.logEvidence, 6);
      expect(posterior.std[D]).toBe(0);
    },
  );

  test("after training, the mode of the given prior is kept and so they are others", async () => {
    const posterior = await approximate({ priorPrecision: "evidence" }, unlearned);
    const given = await approximate({}, unlearned);
    expect(posterior.mean.slice(0, D)).toEqual(given.mean.slice(0, D));
    expect(posterior.logEvidence).toBeGreaterThan(given.logEvidence);
    expect(posterior.notes.map(({ code }) => code)).toEqual(["settings", "evidence"]);
    const byLayer = await approximate({ priorPrecision: "evidence-by-layer" }, unlearned);
    expect(byLayer.logEvidence).toBeCloseTo(posterior.logEvidence, 8);
  });

  test("noise alone is where its slope vanishes: no other noise has more evidence", async () => {
    const posterior = await approximate({}, unlearned);
    const trained = await approximate({ noise: "trained" }, unlearned);
    expect(posterior.logEvidence).toBeGreaterThan(trained.logEvidence);
    expect(posterior.mean[D]).not.toBe(trained.mean[D]);
  });
});
