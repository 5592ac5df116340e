import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finiteDifferences } from "../../numeric/kernels/networkSupport.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { lossOf, type Rows, randomRows, SPECS } from "./randomRows.ts";
import { slowLoss } from "./slowLoss.ts";

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  targets: fc.integer({ min: 1, max: 3 }),
  classes: fc.integer({ min: 2, max: 5 }),
  count: fc.integer({ min: 0, max: 5 }),
  weighted: fc.boolean(),
});

/** The slow twin over all rows of a block. */
function slowSum(spec: (typeof SPECS)[number][1], { likelihood, block, own }: Rows): number {
  const { outputs: width, targets: t } = likelihood;
  let sum = 0;
  for (let r = 0; r < block.count; r++) {
    const n = block.order[block.start + r]!;
    const f = block.outputs.subarray((block.at + r) * width, (block.at + r + 1) * width);
    sum += slowLoss(spec, f, block.targets.subarray(n * t, (n + 1) * t), block.weights[n]!, own);
  }
  return block.scale * sum;
}

describe.each(SPECS)("%s", (_, spec) => {
  const holds = (property: (rows: Rows) => void) =>
    fc.assert(
      fc.property(shapes, (options) => property(randomRows(spec, options))),
      { seed: 94, numRuns: 60 },
    );

  test("the value is minus the log probability of the rows, with every constant", () => {
    holds((rows) => {
      const expected = slowSum(spec, rows);
      expect(Math.abs(lossOf(rows).value - expected)).toBeLessThan(1e-11 * (1 + Math.abs(expected)));
    });
  });

  test("the gradient by the outputs is that of the value", () => {
    holds((rows) => {
      const first = rows.block.at * rows.likelihood.outputs;
      const differences = finiteDifferences(rows.block.outputs.subarray(first), () => lossOf(rows).value);
      expect(largestMixedDifference(lossOf(rows).byOutputs, differences)).toBeLessThan(1e-7);
    });
  });

  test("so is the gradient by its own parameters, which is added to what is there", () => {
    holds((rows) => {
      const { likelihood, block, own } = rows;
      const found = lossOf(rows).byOwn;
      const differences = finiteDifferences(own, () => lossOf(rows).value);
      expect(largestMixedDifference(found, differences)).toBeLessThan(1e-7);
      const twice = found.slice();
      likelihood.addRows(block, own, new Float64Array(block.outputs.length), twice);
      expect(
        largestMixedDifference(
          twice,
          found.map((g) => 2 * g),
        ),
      ).toBeLessThan(1e-14);
    });
  });

  test("half precision of the outputs changes the seventh digit, not more", () => {
    holds((rows) => {
      const { likelihood, block, own } = rows;
      const outputs = Float32Array.from(block.outputs);
      const single = {
        ...block,
        outputs,
        targets: Float32Array.from(block.targets),
        weights: Float32Array.from(block.weights),
      };
      const gradient = new Float32Array(outputs.length);
      const value = likelihood.addRows(
        single,
        Float32Array.from(own),
        gradient,
        new Float64Array(own.length),
      );
      const expected = lossOf(rows);
      expect(Math.abs(value - expected.value)).toBeLessThan(2e-4 * (1 + Math.abs(expected.value)));
      const found = gradient.subarray(block.at * likelihood.outputs);
      expect(largestMixedDifference(found, expected.byOutputs)).toBeLessThan(2e-4);
    });
  });

  test("blocks add up to the whole", () => {
    holds((rows) => {
      const { block, likelihood } = rows;
      const cut = Math.floor(block.count / 2);
      const rest = { ...block, at: block.at + cut, start: block.start + cut, count: block.count - cut };
      const gradient = new Float64Array(block.outputs.length);
      const own = new Float64Array(likelihood.own.length);
      const value =
        likelihood.addRows({ ...block, count: cut }, rows.own, gradient, own) +
        likelihood.addRows(rest, rows.own, gradient, own);
      const whole = lossOf(rows);
      expect(Math.abs(value - whole.value)).toBeLessThan(1e-12 * (1 + Math.abs(whole.value)));
      expect(gradient.subarray(block.at * likelihood.outputs)).toEqual(whole.byOutputs);
      expect(largestMixedDifference(own, whole.byOwn)).toBeLessThan(1e-12);
    });
  });
});
