import { describe, expect, test } from "vitest";
import { elasticNetDensity } from "../../../src/model/priors/elasticNetDensity.ts";
import { horseshoeDensity } from "../../../src/model/priors/horseshoeDensity.ts";
import { laplaceDensity } from "../../../src/model/priors/laplaceDensity.ts";
import { normalDensity } from "../../../src/model/priors/normalDensity.ts";
import { scaleMixtureDensity } from "../../../src/model/priors/scaleMixtureDensity.ts";
import { integrate } from "../../../src/numeric/quadrature.ts";
import { DENSITIES, integrateHalf } from "./densities.ts";

const places = (scale: number) => [1e-3, 0.02, 0.3, 0.99, 1.7, 5, 12].map((z) => z * scale);

describe.each(Object.entries(DENSITIES))("%s", (_, density) => {
  const { scale } = density;
  const p = (z: number) => Math.exp(density.logDensity(z));

  test("integrates to 1, half of it on either side of 0", () => {
    expect(integrateHalf(p, scale)).toBeCloseTo(0.5, 10);
    for (const z of places(scale)) expect(density.logDensity(-z)).toBe(density.logDensity(z));
  });

  test("has the slope of its logarithm", () => {
    for (const z of places(scale)) {
      const h = 1e-5 * z;
      const expected = (density.logDensity(z + h) - density.logDensity(z - h)) / (2 * h);
      // The error of the difference itself, and its rounding.
      const tolerance = 1e-8 * Math.abs(expected) + 1e-15 / h;
      expect(Math.abs(density.slope(z) - expected)).toBeLessThan(tolerance);
      expect(density.slope(-z)).toBe(-density.slope(z));
    }
    expect(Math.abs(density.slope(0))).toBe(0);
  });

  test("falls without end, and its slope leads back to 0", () => {
    for (let z = scale; z < 1e150; z *= 100) {
      expect(density.logDensity(100 * z)).toBeLessThan(density.logDensity(z));
      expect(density.slope(z)).toBeLessThan(0);
    }
  });
});

describe("standard deviations are the scale, where there is a simple one", () => {
  test.each(["normal", "scale mixture", "elastic net without l1"])("%s", (name) => {
    const density = DENSITIES[name]!;
    const variance = 2 * integrateHalf((z) => z * z * Math.exp(density.logDensity(z)), density.scale);
    expect(Math.sqrt(variance) / density.scale).toBeCloseTo(1, 9);
  });
});

describe("closed forms", () => {
  const zs = [-3, -0.4, 0.01, 2];

  test("Laplace has density exp(-|z|/scale)/(2 scale)", () => {
    for (const z of zs) {
      expect(laplaceDensity(0.3).logDensity(z)).toBeCloseTo(-Math.abs(z) / 0.3 - Math.log(0.6), 13);
    }
  });

  test("the elastic net is normal without l1 and Laplace without l2, also in the limit", () => {
    const largest = (a: number, b: number, other: { logDensity(z: number): number }) =>
      Math.max(...zs.map((z) => Math.abs(elasticNetDensity(a, b).logDensity(z) - other.logDensity(z))));
    expect(largest(0, 4, normalDensity(0.5))).toBeLessThan(1e-13);
    expect(largest(4, 0, laplaceDensity(0.25))).toBeLessThan(1e-13);
    for (const l2 of [1e-300, 1e-18, 1e-15, 1e-13]) {
      expect(largest(4, l2, laplaceDensity(0.25))).toBeLessThan(1e-12);
    }
    expect(elasticNetDensity(0, 4).scale).toBe(0.5);
    expect(elasticNetDensity(4, 0).scale).toBe(0.25);
  });

  test("a mixture of equal normals is that normal", () => {
    for (const z of zs) {
      const expected = normalDensity(0.6);
      expect(scaleMixtureDensity(0.3, 0.6, 0.6).logDensity(z)).toBeCloseTo(expected.logDensity(z), 13);
      expect(scaleMixtureDensity(0.3, 0.6, 0.6).slope(z)).toBeCloseTo(expected.slope(z), 13);
    }
  });

  test("a mixture stays finite where its components underflow, and does not mind which is called wide", () => {
    const mixture = scaleMixtureDensity(0.25, 1, 0.001);
    expect(mixture.logDensity(100)).toBeCloseTo(Math.log(0.25) - 5000 - 0.5 * Math.log(2 * Math.PI), 9);
    expect(mixture.slope(100)).toBe(-100);
    const swapped = scaleMixtureDensity(0.75, 0.001, 1);
    for (const z of [1e-3, 3e-3, 0.01, 100]) {
      expect(swapped.logDensity(z)).toBeCloseTo(mixture.logDensity(z), 11);
      expect(swapped.slope(z) / mixture.slope(z)).toBeCloseTo(1, 11);
    }
  });

  test("the horseshoe is the mixture of N(0, scale^2 l^2) over half-Cauchy l", () => {
    const scale = 0.4;
    for (const w of [0.01, 0.3, 2, 20]) {
      const joint = (l: number) =>
        (Math.exp((-0.5 * w * w) / (scale * l) ** 2) / (Math.sqrt(2 * Math.PI) * scale * l)) *
        (2 / (Math.PI * (1 + l * l)));
      const ofShare = (s: number) => joint(s / (1 - s)) / (1 - s) ** 2;
      const expected = Math.log(integrate(ofShare, 0, 1, 1e-13));
      expect(horseshoeDensity(scale).logDensity(w)).toBeCloseTo(expected, 9);
    }
  });

  test("the horseshoe is infinite at 0 and falls like 2/(sqrt(2 pi^3) z^2) far out", () => {
    const density = horseshoeDensity(1);
    expect(density.logDensity(0)).toBe(Infinity);
    for (const z of [1e4, 1e8, 1e100]) {
      expect(density.logDensity(z) + 2 * Math.log(z)).toBeCloseTo(
        Math.log(2 / Math.sqrt(2 * Math.PI ** 3)),
        6,
      );
      expect(density.slope(z) * z).toBeCloseTo(-2, 6);
    }
  });
});
