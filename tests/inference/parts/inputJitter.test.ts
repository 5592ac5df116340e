import { describe, expect, test } from "vitest";
import { inputJitter } from "../../../src/inference/parts/inputJitter.ts";
import { bulkRandom } from "../../../src/random/bulkRandom.ts";
import { createRng } from "../../../src/random/rng.ts";
import { HEADS, makeCase, PRIORS, withTarget } from "../../model/target/cases.ts";

const ROWS = 400;
const WIDTH = 2;
const SD = 0.3;

function jittered(precision: "f64" | "f32" = "f64") {
  const [, likelihood, targets] = HEADS[0]!;
  const made = makeCase({
    seed: 1,
    rows: ROWS,
    likelihood,
    targets,
    hidden: [3],
    prior: PRIORS[0]![1],
    precision,
  });
  return <T>(work: (target: Target, clean: Float64Array) => T) =>
    withTarget(made, (target) => work(target, Float64Array.from(target.network.arrays.inputs.view)));
}

type Target = Parameters<typeof inputJitter>[0];

const seen = (target: Target) => Float64Array.from(target.network.arrays.inputs.view);

/** The inputs that a loss of `count` rows sees. */
function inputsOf(target: Target, draw: number, start: number, count: number): Float64Array {
  let found = new Float64Array(0);
  const look: Target["loss"] = () => {
    found = seen(target);
    return 0;
  };
  inputJitter(target, SD, createRng("jitter"), look)(start, count, 1, draw);
  return found;
}

describe("noise on the inputs", () => {
  test("has the standard deviation asked for, around the data", () => {
    jittered()((target, clean) => {
      const noise = inputsOf(target, 0, 0, ROWS).map((value, i) => (value - clean[i]!) / SD);
      const n = noise.length;
      const mean = noise.reduce((sum, e) => sum + e, 0) / n;
      const square = noise.reduce((sum, e) => sum + e * e, 0) / n;
      // Monte Carlo errors of n standard normal numbers.
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
      // A variance in place of the standard deviation would be seen.
      expect(Math.abs(square * SD - 1)).toBeGreaterThan(4 * Math.sqrt(2 / n));
    });
  });

  test("is that of the stream at the place of the draw, for the rows at the positions, and for no others", () => {
    jittered()((target, clean) => {
      target.order.set(createRng("order").permutation(ROWS));
      const [draw, start, count] = [1000, 32, 7];
      const noise = bulkRandom(createRng("jitter")).fillNormal(draw * WIDTH, new Float64Array(count * WIDTH));
      const expected = clean.slice();
      for (let r = 0; r < count; r++) {
        for (let i = 0; i < WIDTH; i++)
          expected[target.order[start + r]! * WIDTH + i]! += SD * noise[r * WIDTH + i]!;
      }
      expect(inputsOf(target, draw, start, count)).toEqual(expected);
    });
  });

  test("is fresh for every draw and never piles up", () => {
    jittered()((target, clean) => {
      const first = inputsOf(target, 0, 0, 10);
      const second = inputsOf(target, 10, 0, 10);
      for (let i = 0; i < 10 * WIDTH; i++) {
        expect(second[i]).not.toBe(first[i]);
        expect(Math.abs(second[i]! - clean[i]!)).toBeLessThan(5 * SD);
      }
      expect(inputsOf(target, 0, 0, 10)).toEqual(first);
    });
  });

  test("is seen by the loss, which is handed what it was asked for", () => {
    jittered()((target, clean) => {
      const asked: unknown[] = [];
      const loss = inputJitter(target, SD, createRng("jitter"), (...of) => {
        asked.push(of);
        return target.loss(of[0], of[1], of[2]);
      });
      const noisy = inputsOf(target, 14, 20, 30);
      const value = loss(20, 30, 1.5, 14);
      expect(asked).toEqual([[20, 30, 1.5, 14]]);
      expect(value).not.toBe(target.loss(20, 30, 1.5));
      target.network.arrays.inputs.view.set(noisy);
      expect(value).toBe(target.loss(20, 30, 1.5));
      target.network.arrays.inputs.view.set(clean);
    });
  });

  test.each(["f64", "f32"] as const)("is taken away to the last bit, %s", (precision) => {
    jittered(precision)((target, clean) => {
      const loss = inputJitter(target, SD, createRng("jitter"), target.loss);
      loss(0, ROWS, 1, 0);
      expect(seen(target)).toEqual(clean);
      loss(13, 50, 1, ROWS);
      expect(seen(target)).toEqual(clean);
    });
  });
});
