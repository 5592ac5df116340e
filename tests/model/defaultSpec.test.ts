import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { defaultModelSpec, INPUT_SCALES } from "../../src/model/defaultSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";

describe("defaultModelSpec", () => {
  test.each([
    [5, 10],
    [60, 20],
    [1000, 60],
  ])("one input, %i rows: %i joints", (rows, joints) => {
    const spec = defaultModelSpec({ x: createMatrix(rows, 1) }, 1);
    expect(spec.network).toEqual({ kind: "shallow-relu", joints: { count: joints } });
  });

  test("several inputs: random features named by the seed, and the inputs", () => {
    const spec = defaultModelSpec({ x: createMatrix(50, 3) }, "mine");
    expect(spec.network).toEqual({ kind: "random-relu", units: 300, seed: "mine", linear: true });
  });

  test("is a model: everything standardised and learned", () => {
    const data = createDataset({ x: [[0], [1]], y: [0, 1] });
    const { spec } = createModel(defaultModelSpec(data, 1), data);
    expect(spec.standardise).toBe("both");
    expect(spec.prior).toMatchObject({ variance: "learned" });
    expect(spec.likelihood).toMatchObject({ noiseVariance: "learned" });
    expect(INPUT_SCALES).toContain(1);
  });
});
