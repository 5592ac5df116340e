import { describe, expect, test } from "vitest";
import { evidenceAt, rotateFeatures, spectrumMoments } from "../../../src/inference/exact/evidenceProfile.ts";
import { type LinearPrior, linearPrior } from "../../../src/inference/exact/linearPrior.ts";
import { asGram, rowsReduction } from "../../../src/inference/exact/reduction.ts";
import { createSpectrum } from "../../../src/inference/exact/spectrum.ts";
import { createMatrix, type Matrix } from "../../../src/numeric/matrix.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { slowPosterior } from "../../support/slowPosterior.ts";

/** Random features with a last column of ones. */
function randomFeatures(rows: number, cols: number, seed: string): Matrix {
  const rng = createRng(seed);
  const data = Float64Array.from({ length: rows * cols }, (_, p) =>
    p % cols === cols - 1 ? 1 : rng.normal(),
  );
  return createMatrix(rows, cols, data);
}

const rowsOf = (m: Matrix) =>
  Array.from({ length: m.rows }, (_, i) => [...m.data.subarray(i * m.cols, (i + 1) * m.cols)]);

/** A flat prior, as nearly as plain inversion can be told. */
const NEARLY_FLAT = 1e9;

function slowly(features: Matrix, target: Float64Array, prior: LinearPrior, variance: number, noise: number) {
  const bias = prior.biasVariance === "same" ? variance : Math.min(prior.biasVariance, NEARLY_FLAT);
  return slowPosterior({
    features: rowsOf(features),
    target: [...target],
    priorMean: [...prior.mean],
    priorVariance: [...Array.from(prior.weightPrecision, (p) => variance / p), bias],
    noise: [...target].map(() => noise),
  });
}

const SHAPES = [
  ["tall", 20, 6],
  ["square", 8, 8],
  ["wide", 5, 9],
  ["one row", 1, 4],
  ["no rows", 0, 4],
] as const;
const BIAS = [["same"], [2.5], ["flat"]] as const;

describe.each(SHAPES)("spectrum of a %s design", (shape, n, d) => {
  const features = randomFeatures(n, d, shape);
  const rng = createRng(shape).fork("target");
  const target = Float64Array.from({ length: n }, () => 1 + rng.normal());
  const at = randomFeatures(7, d, `${shape} at`);
  const precision = Array.from({ length: d - 1 }, (_, j) => 0.5 + j);
  const mean = Array.from({ length: d }, (_, j) => 0.3 * j - 0.5);

  test.each(
    BIAS.flatMap(([bias]) => [
      [bias, "plain", {}] as const,
      [bias, "with its own means and precisions", { precision, mean }] as const,
    ]),
  )("bias variance %s, prior %s: evidence, effective parameters and moments", (biasVariance, _, more) => {
    if (biasVariance === "flat" && n === 0) return;
    const prior = linearPrior({ kind: "normal", variance: 1, biasVariance, ...more }, d);
    const rows = rowsReduction(features, target);
    const flat = biasVariance === "flat";
    for (const data of [rows, asGram(rows)]) {
      const spectrum = createSpectrum(data, prior, true);
      for (const [variance, noise] of [
        [1, 0.5],
        [30, 0.01],
        [0.02, 4],
      ] as const) {
        const slow = slowly(features, target, prior, variance, noise);
        const point = evidenceAt(spectrum, variance, noise);
        // The restricted evidence is the limit of the proper one, freed of the density of the flat parameter.
        const freed = flat ? 0.5 * Math.log(2 * Math.PI * NEARLY_FLAT) : 0;
        const tolerance = flat ? 1e-5 : 1e-9;
        close([point.logEvidence], [slow.logEvidence + freed], tolerance);
        close([point.effectiveParameters], [slow.effectiveParameters], tolerance);
        const found = spectrumMoments(spectrum, rotateFeatures(spectrum, at), variance, noise);
        const expected = rowsOf(at).map((h) => slow.functionAt(h));
        close(
          found.mean,
          expected.map((e) => e.mean),
          tolerance,
        );
        close(
          found.variance,
          expected.map((e) => e.variance),
          tolerance,
        );
      }
    }
  });
});

describe("spectrum of many columns or rows", () => {
  test.each([
    ["columns", 190, 170],
    ["rows", 170, 200],
  ])("more %s than Jacobi rotations are used for", (name, n, d) => {
    const features = randomFeatures(n, d, name);
    const target = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const at = randomFeatures(5, d, `${name} at`);
    const prior = linearPrior({ kind: "normal", variance: 1, biasVariance: 2 }, d);
    const spectrum = createSpectrum(rowsReduction(features, target), prior, true);
    const slow = slowly(features, target, prior, 0.7, 0.3);
    const point = evidenceAt(spectrum, 0.7, 0.3);
    close([point.logEvidence, point.effectiveParameters], [slow.logEvidence, slow.effectiveParameters], 1e-9);
    const found = spectrumMoments(spectrum, rotateFeatures(spectrum, at), 0.7, 0.3);
    const expected = rowsOf(at).map((h) => slow.functionAt(h));
    close(
      found.mean,
      expected.map((e) => e.mean),
      1e-9,
    );
    close(
      found.variance,
      expected.map((e) => e.variance),
      1e-9,
    );
  });
});

function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(largestMixedDifference(found, expected)).toBeLessThan(tolerance);
}
