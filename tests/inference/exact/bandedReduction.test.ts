import { describe, expect, test } from "vitest";
import {
  addRows,
  columnSquares,
  combineBanded,
  emptyBandedReduction,
} from "../../../src/inference/exact/bandedReduction.ts";
import { createPieces, distanceFrom, locate } from "../../../src/inference/exact/pieces.ts";
import { shallowRelu } from "../../../src/model/shallowRelu.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestRelativeDifference } from "../../support/differences.ts";

const network = shallowRelu([-1, 0, 0.5, 2], [1, 0.5, 2, 1]);
const pieces = createPieces(network)!;
const rng = createRng("rows");
const x = Float64Array.from({ length: 60 }, () => 2.5 * rng.normal());
const y = Float64Array.from({ length: 60 }, () => rng.normal());
const weights = Float64Array.from({ length: 60 }, () => 0.1 + rng.uniform());

function reduced(from: number, to: number) {
  const reduction = emptyBandedReduction(4);
  addRows(pieces, reduction.factors, x, y, weights, from, to, 0);
  return reduction;
}

/** R'R of one piece: the inner products of its rows [1, d, y]. */
function products(factors: Float64Array, k: number): number[] {
  const [r00, r01, r0y, r11, r1y, ryy] = factors.subarray(6 * k, 6 * k + 6) as unknown as number[];
  return [
    r00! * r00!,
    r00! * r01!,
    r00! * r0y!,
    r01! * r01! + r11! * r11!,
    r01! * r0y! + r11! * r1y!,
    r0y! * r0y! + r1y! * r1y! + ryy! * ryy!,
  ];
}

describe("reduction piece by piece", () => {
  test("keeps the inner products of the rows", () => {
    const expected = new Float64Array(24);
    x.forEach((value, i) => {
      const k = locate(pieces, value, 0);
      const d = distanceFrom(pieces.joints, k, value);
      [1, d, y[i]!, d * d, d * y[i]!, y[i]! * y[i]!].forEach((v, p) => {
        expected[6 * k + p]! += weights[i]! * v;
      });
    });
    const { factors } = reduced(0, 60);
    const found = [0, 1, 2, 3].flatMap((k) => products(factors, k));
    expect(largestRelativeDifference(found, expected)).toBeLessThan(1e-12);
  });

  test("combines parts into the whole", () => {
    const whole = reduced(0, 60).factors;
    const parts = combineBanded(reduced(0, 25), reduced(25, 60)).factors;
    for (let k = 0; k < 4; k++) {
      expect(largestRelativeDifference(products(parts, k), products(whole, k))).toBeLessThan(1e-12);
    }
  });

  test("takes numbers whose squares leave the floating-point range", () => {
    for (const unit of [1e-170, 1e170]) {
      const { factors } = emptyBandedReduction(4);
      addRows(
        pieces,
        factors,
        x,
        y.map((v) => v * unit),
        undefined,
        0,
        60,
        0,
      );
      const plain = emptyBandedReduction(4).factors;
      addRows(pieces, plain, x, y, undefined, 0, 60, 0);
      for (const p of [2, 4, 5]) expect(factors[p]! / unit / plain[p]!).toBeCloseTo(1, 12);
    }
  });

  test("gives the squared length of every column of features", () => {
    const expected = new Float64Array(5);
    x.forEach((value, i) => {
      const h = new Float64Array(5);
      network.featuresInto({ rows: 1, cols: 1, data: Float64Array.of(value) }, 0, 1, h);
      h.forEach((v, j) => {
        expected[j]! += weights[i]! * v * v;
      });
    });
    const found = columnSquares(pieces, reduced(0, 60).factors);
    expect(largestRelativeDifference(found, expected)).toBeLessThan(1e-13);
  });
});
