import { expect, test } from "vitest";
import { gradientNoise, largestCurvature } from "../../../src/inference/parts/curvature.ts";
import { randomBatch } from "../../../src/inference/parts/randomBatch.ts";
import { type WhitenedTarget, whitenedTarget } from "../../../src/inference/parts/whitenedTarget.ts";
import { whitening } from "../../../src/inference/parts/whitening.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { multiply } from "../../support/denseAlgebra.ts";
import { linearProblem } from "../oracles/linearProblem.ts";

const { data, model, precision, priorVariance, noiseVariance } = await linearProblem();
const rows = data.x.rows;

function withTarget<T>(use: (white: WhitenedTarget) => T): T {
  return withWorkspace((workspace) => {
    const { compiled, data: scaled } = prepare("test", model, data);
    const target = createTarget(workspace, compiled, scaled, { format: "f64" });
    return use(whitenedTarget(workspace, target, whitening("test", compiled)));
  });
}

/** The largest eigenvalue, by many powers. */
function largest(matrix: readonly (readonly number[])[]): number {
  let v = matrix.map((_, j) => [1 + j * j]);
  let length = 1;
  for (let k = 0; k < 500; k++) {
    v = multiply(matrix, v);
    length = Math.sqrt(v.reduce((sum, [x]) => sum + x! * x!, 0));
    v = v.map(([x]) => [x! / length]);
  }
  return length;
}

const whitened = precision.map((row) => row.map((value) => value * priorVariance));

test("the largest curvature is that of the precision in whitened coordinates, and z stays where it was", () => {
  withTarget((white) => {
    white.position.view.set([0.3, -1, 2, 0.1]);
    const found = largestCurvature(white, createRng("curvature"));
    expect(found / largest(whitened)).toBeGreaterThan(0.97);
    expect(found / largest(whitened)).toBeLessThan(1.0001);
    expect(Array.from(white.position.view)).toEqual([0.3, -1, 2, 0.1]);
  });
});

test("a preconditioner is taken on both sides", () => {
  withTarget((white) => {
    const root = Float64Array.of(0.1, 2, 0.5, 1);
    const both = whitened.map((row, i) => row.map((value, j) => root[i]! * value * root[j]!));
    const found = largestCurvature(white, createRng("curvature"), root);
    expect(found / largest(both)).toBeGreaterThan(0.97);
    expect(found / largest(both)).toBeLessThan(1.0001);
  });
});

test("the noise of batches is (N^2/B)(1 - B/N) times that of the rows' gradients", () => {
  withTarget((white) => {
    const z = [0.3, -1, 2, 0.1];
    white.position.view.set(z);
    const unit = Math.sqrt(priorVariance);
    const x = Array.from({ length: rows }, (_, i) => [...data.x.data.subarray(3 * i, 3 * i + 3), 1]);
    const slopes = x.map((row, i) => {
      const residual = row.reduce((sum, value, j) => sum + value * z[j]! * unit, 0) - data.y.data[i]!;
      return row.map((value) => (unit * residual * value) / noiseVariance);
    });
    const centre = z.map((_, j) => slopes.reduce((sum, g) => sum + g[j]!, 0) / rows);
    const S = z.map((_, j) =>
      z.map((_k, k) =>
        slopes.reduce((sum, g) => sum + ((g[j]! - centre[j]!) * (g[k]! - centre[k]!)) / (rows - 1), 0),
      ),
    );
    const B = 6;
    const expected = ((rows * rows) / B) * (1 - B / rows) * largest(S);
    const found = gradientNoise(white, B, createRng("noise"));
    expect(found / expected).toBeGreaterThan(0.97);
    expect(found / expected).toBeLessThan(1.0001);
    expect(gradientNoise(white, rows, createRng("noise"))).toBe(0);
  });
});

test("random batches are of different rows, equally often each, the same for the same step; the order is left as it was", () => {
  withTarget(({ target }) => {
    const before = Array.from(target.order);
    const use = randomBatch(target, 5, createRng("batches"));
    const at = (step: number) =>
      use(step, (start, count) => Array.from(target.order.subarray(start, start + count)));
    const counts = new Float64Array(rows);
    const pairs = new Set<string>();
    for (let step = 0; step < 6000; step++) {
      const batch = at(step);
      expect(new Set(batch).size).toBe(5);
      for (const row of batch) counts[row]! += 1;
      pairs.add(batch.slice(0, 2).join());
    }
    // A count is binomial(6000, 1/6): its sd is 28.9; of thirty one is beyond 4.5 of them once in 5,000 times.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
    expect(pairs.size).toBe(rows * (rows - 1));
    expect(at(17)).toEqual(at(17));
    expect(at(17)).not.toEqual(at(18));
    expect(Array.from(target.order)).toEqual(before);
  });
});
