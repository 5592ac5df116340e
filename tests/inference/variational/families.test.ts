import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFamily } from "../../../src/inference/variational/createFamily.ts";
import type { FamilySpec, VariationalFamily } from "../../../src/inference/variational/family.ts";
import { createRng } from "../../../src/random/rng.ts";
import { finiteDifferences } from "../../numeric/kernels/networkSupport.ts";
import { invert, quadraticForm } from "../../support/denseAlgebra.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { worstMoment } from "../../support/drawMoments.ts";

const SPECS: readonly (readonly [name: string, spec: FamilySpec])[] = [
  ["factorised", { kind: "factorised" }],
  ["low-rank", { kind: "low-rank", rank: 2 }],
  ["low-rank, more columns than numbers", { kind: "low-rank", rank: 7 }],
  ["full", { kind: "full" }],
];

interface At {
  readonly family: VariationalFamily;
  readonly lambda: Float64Array;
  readonly rng: ReturnType<typeof createRng>;
}

function randomFamily(spec: FamilySpec, size: number, seed: number): At {
  const family = createFamily(spec, size);
  const rng = createRng(seed);
  const lambda = Float64Array.from({ length: family.count }, () => 0.6 * rng.normal());
  family.use(lambda);
  return { family, lambda, rng };
}

const zeros = (n: number) => new Float64Array(n);

/** The draw that standard normal numbers become. */
function draw(family: VariationalFamily, noise: Float64Array): Float64Array {
  const z = zeros(family.size);
  family.draw(noise, z);
  return z;
}

/** Mean and covariance of q, found by asking for the draw of every unit of noise: z is linear in it. */
function momentsOf(family: VariationalFamily) {
  const mean = draw(family, zeros(family.noise));
  const columns = Array.from({ length: family.noise }, (_, k) => {
    const noise = zeros(family.noise);
    noise[k] = 1;
    return draw(family, noise).map((z, j) => z - mean[j]!);
  });
  const covariance = Array.from(mean, (_, i) =>
    Array.from(mean, (__, j) => columns.reduce((sum, column) => sum + column[i]! * column[j]!, 0)),
  );
  return { mean, covariance };
}

const shapes = fc.record({ size: fc.integer({ min: 1, max: 6 }), seed: fc.integer({ min: 0, max: 1e6 }) });

describe.each(SPECS)("the %s family", (_, spec) => {
  const holds = (property: (at: At) => void) =>
    fc.assert(
      fc.property(shapes, ({ size, seed }) => property(randomFamily(spec, size, seed))),
      { seed: 11, numRuns: 40 },
    );

  test("begins lambda with its mean", () => {
    holds(({ family, lambda }) => {
      expect(momentsOf(family).mean).toEqual(lambda.slice(0, family.size));
    });
  });

  test("knows its variances, also along any direction", () => {
    holds(({ family, rng }) => {
      const { covariance } = momentsOf(family);
      const variances = covariance.map((row, j) => row[j]!);
      expect(largestMixedDifference(family.variances(), variances)).toBeLessThan(1e-12);
      const h = rng.fillNormal(zeros(family.size));
      const expected = quadraticForm(covariance, [...h]);
      expect(family.projectedVariance(h) / expected).toBeCloseTo(1, 10);
    });
  });

  test("has the density and the entropy of the normal distribution of its draws", () => {
    holds(({ family, rng }) => {
      const { mean, covariance } = momentsOf(family);
      const { inverse, logDeterminant } = invert(covariance);
      const constant = family.size * Math.log(2 * Math.PI) + logDeterminant;
      expect(family.entropy(0, zeros(family.count))).toBeCloseTo(0.5 * (constant + family.size), 8);
      const z = rng.fillNormal(zeros(family.size));
      const away = Array.from(z, (value, j) => value - mean[j]!);
      const expected = -0.5 * (constant + quadraticForm(inverse, away));
      expect(Math.abs(family.logDensity(z) - expected)).toBeLessThan(1e-8 * (1 + Math.abs(expected)));
    });
  });

  test("knows half of the second moment of its first numbers", () => {
    holds(({ family }) => {
      const { mean, covariance } = momentsOf(family);
      for (let first = 0; first <= family.size; first++) {
        let expected = 0;
        for (let j = 0; j < first; j++) expected += 0.5 * (mean[j]! * mean[j]! + covariance[j]![j]!);
        expect(family.halfSecondMoment(first, 0, zeros(family.count))).toBeCloseTo(expected, 10);
      }
    });
  });

  test("adds weight times the gradients of entropy, second moment and path to what is there", () => {
    holds(({ family, lambda, rng }) => {
      const first = Math.ceil(family.size / 2);
      const noise = rng.fillNormal(zeros(family.noise));
      const g = rng.fillNormal(zeros(family.size));
      const along = () => draw(family, noise).reduce((sum, z, j) => sum + g[j]! * z, 0);
      const parts: readonly [value: () => number, add: (weight: number, to: Float64Array) => void][] = [
        [() => family.entropy(0, zeros(family.count)), (w, to) => void family.entropy(w, to)],
        [
          () => family.halfSecondMoment(first, 0, zeros(family.count)),
          (w, to) => void family.halfSecondMoment(first, w, to),
        ],
        [along, (w, to) => family.addPathGradient(noise, g, w, to)],
      ];
      for (const [value, add] of parts) {
        const start = rng.fillNormal(zeros(family.count));
        const gradient = start.slice();
        add(-1.7, gradient);
        const slopes = finiteDifferences(lambda, () => {
          family.use(lambda);
          return value();
        });
        family.use(lambda);
        const expected = start.map((at, i) => at - 1.7 * slopes[i]!);
        expect(largestMixedDifference(gradient, expected)).toBeLessThan(1e-7);
      }
    });
  });

  test("draws have its moments, and other moments would be seen", () => {
    const { family, rng } = randomFamily(spec, 3, 5);
    const { mean, covariance } = momentsOf(family);
    const draws = Array.from({ length: 4000 }, () => draw(family, rng.fillNormal(zeros(family.noise))));
    // The worst of 9 moments, in standard errors.
    expect(worstMoment(draws, { mean, covariance: covariance.flat() })).toBeLessThan(4);
    const wider = covariance.map((row, i) => row.map((c, j) => (i === j ? 1.2 * c : c)));
    expect(worstMoment(draws, { mean, covariance: wider.flat() })).toBeGreaterThan(4);
    if (spec.kind === "factorised") return;
    const diagonal = covariance.map((row, i) => row.map((c, j) => (i === j ? c : 0)));
    expect(worstMoment(draws, { mean, covariance: diagonal.flat() })).toBeGreaterThan(4);
  });

  test("starts round the mean it is given, with nearly the same spread everywhere", () => {
    const family = createFamily(spec, 6);
    const lambda = zeros(family.count).fill(Number.NaN);
    const mean = Float64Array.of(1, -2, 3, -4, 5, -6);
    family.initialise(mean, 0.2, lambda);
    family.use(lambda);
    const found = momentsOf(family);
    expect(found.mean).toEqual(mean);
    found.covariance.forEach((row, i) => {
      row.forEach((c, j) => void expect(c / 0.04).toBeCloseTo(i === j ? 1 : 0, 1));
    });
  });
});

describe("the columns that a low-rank family starts with", () => {
  test.each([
    [13, 4],
    [51, 24],
    [100, 12],
    [100, 36],
    [501, 38],
  ])("of %i numbers and rank %i point in different directions", (size, rank) => {
    const family = createFamily({ kind: "low-rank", rank }, size);
    const lambda = zeros(family.count);
    family.initialise(zeros(size), 1, lambda);
    const column = (k: number) =>
      Float64Array.from({ length: size }, (_, j) => lambda[2 * size + j * rank + k]!);
    for (let k = 0; k < rank; k++) {
      const a = column(k);
      for (let l = 0; l < k; l++) {
        const b = column(l);
        const cosine = a.reduce((sum, v, j) => sum + v * b[j]!, 0) / a.reduce((sum, v) => sum + v * v, 0);
        expect(Math.abs(cosine)).toBeLessThan(0.99);
      }
    }
  });
});
