import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { identityScaler, type Scaler } from "../../src/data/scaler.ts";
import { ArgumentError, CredenceError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { buildLinearNetwork } from "../../src/model/buildLinearNetwork.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import type { LinearNetworkSpec, NetworkSpec } from "../../src/model/networkSpec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";

const line = createDataset({ x: [[2], [6], [3]], y: [1, 2, 3] });
const plane = createDataset({
  x: [
    [2, 0],
    [6, 1],
  ],
  y: [1, 2],
});
const base: ModelSpec = {
  network: { kind: "linear" },
  prior: { kind: "normal", variance: 1 },
  likelihood: { kind: "normal", noiseVariance: 1 },
};
const scalers = (cols: number) => ({ x: identityScaler(cols), y: identityScaler(1) });

function failure(spec: unknown, data = line): CredenceError {
  try {
    createModel(spec as ModelSpec, data);
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const networkOf = (model: Model, scaler: Scaler) =>
  buildLinearNetwork(model.spec.network as LinearNetworkSpec, model.inputs, scaler);

describe("createModel", () => {
  test("fills in the standardisation: none where joints are places on the axis, both elsewhere", () => {
    const joints: NetworkSpec = { kind: "shallow-relu", joints: [0, 1] };
    expect(createModel({ ...base, network: joints }, line).spec.standardise).toBe("none");
    expect(createModel(base, line).spec.standardise).toBe("both");
    expect(createModel({ ...base, standardise: "target" }, line).spec.standardise).toBe("target");
  });

  test("turns a number of joints into places over the range of x, the largest x excluded", () => {
    const joints = { count: 4 };
    const { spec } = createModel({ ...base, network: { kind: "shallow-relu", joints } }, line);
    expect(spec.network).toEqual({ kind: "shallow-relu", joints: [2, 3, 4, 5] });
    const given = { count: 2, from: 0, to: 1 };
    const fixed = createModel({ ...base, network: { kind: "shallow-relu", joints: given } }, line);
    expect(fixed.spec.network).toEqual({ kind: "shallow-relu", joints: [0, 0.5] });
    // Made again from its own spec, it stays the same.
    expect(createModel(spec, createDataset({ x: [[90], [91]], y: [0, 0] })).spec).toEqual(spec);
  });

  test("moves joints with a standardised axis", () => {
    const model = createModel(
      { ...base, network: { kind: "shallow-relu", joints: [2, 6], slopes: [1, 3] } },
      line,
    );
    const network = networkOf(model, { x: { shift: [4], scale: [2] }, y: identityScaler(1) });
    expect([...network.piecewise!.joints]).toEqual([-1, 1]);
    expect([...network.piecewise!.slopes]).toEqual([1, 3]);
  });

  test("does not keep the caller's data, nor change the spec", () => {
    const spec = structuredClone(base);
    createModel(spec, line);
    expect(spec).toEqual(base);
  });

  test("specs are plain JSON", () => {
    const { spec } = createModel({ ...base, network: { kind: "shallow-relu", joints: { count: 3 } } }, line);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });
});

describe("features", () => {
  const rows = (network: NetworkSpec, x: number[][]) => {
    const model = createModel({ ...base, network }, { x: createMatrix(0, x[0]!.length) });
    const built = networkOf(model, scalers(x[0]!.length));
    const out = new Float64Array(x.length * built.size);
    built.featuresInto(createMatrix(x.length, x[0]!.length, Float64Array.from(x.flat())), 0, x.length, out);
    return [...out];
  };

  test("of fixed joints", () => {
    const network: NetworkSpec = { kind: "shallow-relu", joints: [0, 1], slopes: [2, 1] };
    expect(rows(network, [[-1], [0.5], [3]])).toEqual([0, 0, 1, 1, 0, 1, 6, 2, 1]);
  });

  test("of a given hidden layer", () => {
    const network: NetworkSpec = {
      kind: "hidden-layer",
      weights: [
        [1, 2],
        [-1, 0],
      ],
      biases: [0.5, 1],
      scale: 10,
      linear: true,
    };
    expect(
      rows(network, [
        [1, -0.5],
        [3, 1],
      ]),
    ).toEqual([5, 0, 1, -0.5, 1, 55, 0, 3, 1, 1]);
  });

  test("of the inputs themselves", () => {
    expect(rows({ kind: "linear" }, [[3, 4, 5]])).toEqual([3, 4, 5, 1]);
  });

  test("of some rows only are written where they are asked for", () => {
    const network = networkOf(createModel(base, plane), scalers(2));
    const out = new Float64Array(3);
    network.featuresInto(plane.x, 1, 2, out);
    expect([...out]).toEqual([6, 1, 1]);
  });
});

describe("specs that no model has are refused by name", () => {
  const network = (spec: object) => ({ ...base, network: spec });
  const prior = (spec: object) => ({ ...base, prior: { kind: "normal", variance: 1, ...spec } });
  const noise = (noiseVariance: unknown) => ({ ...base, likelihood: { kind: "normal", noiseVariance } });
  const CASES: readonly [string, unknown, RegExp][] = [
    ["no spec", undefined, /spec must be an object, got undefined/],
    ["an unknown part", { ...base, networks: 1 }, /"networks"/],
    ["no network", { ...base, network: undefined }, /network must be an object/],
    ["an unknown network", network({ kind: "deep" }), /"deep"/],
    ["an unknown key of a network", network({ kind: "linear", units: 3 }), /"units"/],
    ["joints that are no list", network({ kind: "shallow-relu", joints: 3 }), /joints must be an object/],
    [
      "no joints",
      network({ kind: "shallow-relu", joints: { count: 0 } }),
      /joints.count must be a whole number at least 1/,
    ],
    [
      "an unknown key of joints",
      network({ kind: "shallow-relu", joints: { count: 2, until: 3 } }),
      /"until"/,
    ],
    [
      "no units",
      network({ kind: "random-relu", units: 0, seed: 1 }),
      /units must be a whole number at least 1/,
    ],
    ["no seed", network({ kind: "random-relu", units: 3 }), /seed must be/],
    ["an input scale of 0", network({ kind: "random-relu", units: 3, seed: 1, inputScale: 0 }), /inputScale/],
    [
      "an unknown activation",
      network({ kind: "hidden-layer", weights: [[1]], biases: [1], activation: "step" }),
      /"step"/,
    ],
    ["no prior", { ...base, prior: null }, /prior must be an object, got null/],
    ["an unknown prior", prior({ kind: "cauchy" }), /"cauchy"/],
    [
      "a prior variance of 0",
      prior({ variance: 0 }),
      /variance must be a positive number or "learned" or "flat", got 0/,
    ],
    ["a prior variance that is not a number", prior({ variance: Number.NaN }), /got NaN/],
    ["an infinite prior variance", prior({ variance: Number.POSITIVE_INFINITY }), /"flat", got Infinity/],
    [
      "a bias variance in other words",
      prior({ biasVariance: "wide" }),
      /biasVariance must be .*"flat" or "same", got "wide"/,
    ],
    [
      "a prior mean with a gap",
      prior({ mean: [0, Number.NaN] }),
      /mean must be finite, got NaN at position 1/,
    ],
    ["a precision of 0", prior({ precision: [0] }), /precision must be a finite number above 0/],
    ["an unknown likelihood", { ...base, likelihood: { kind: "cauchy", noiseVariance: 1 } }, /"cauchy"/],
    ["no noise", noise(0), /noiseVariance must be a positive number or "learned", got 0/],
    ["flat noise", noise("flat"), /got "flat"/],
    ["an inverse gamma without scale", noise({ shape: 1 }), /noiseVariance.scale must be/],
    [
      "an inverse gamma of negative shape",
      noise({ shape: -1, scale: 1 }),
      /noiseVariance.shape must be a finite number at least 0/,
    ],
    ["an unknown key of the noise", noise({ shape: 1, rate: 1 }), /"rate"/],
    ["an unknown standardisation", { ...base, standardise: "all" }, /"all"/],
  ];
  test.each(CASES)("%s", (_, spec, message) => {
    const error = failure(spec);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(message);
  });

  test("fixed joints with several inputs", () => {
    const error = failure(network({ kind: "shallow-relu", joints: [0] }), plane);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/takes one input, the data have 2.*random-relu/s);
  });

  test("a number of joints without a range", () => {
    const flat = createDataset({ x: [[3], [3]], y: [1, 2] });
    for (const data of [flat, createDataset({ x: [], y: [], featureNames: ["x"] })]) {
      expect(failure(network({ kind: "shallow-relu", joints: { count: 2 } }), data)).toBeInstanceOf(
        DataError,
      );
    }
  });

  test("sizes that do not fit are found where the network is built", () => {
    const build = (spec: object, cols = 1) => {
      const model = createModel(network(spec) as ModelSpec, { x: createMatrix(0, cols) });
      return () => networkOf(model, scalers(cols));
    };
    expect(build({ kind: "shallow-relu", joints: [1, 0] })).toThrow(
      /joints must ascend, joint 1 is 0 after 1/,
    );
    expect(build({ kind: "shallow-relu", joints: [0, 1], slopes: [1] })).toThrow(ShapeError);
    expect(build({ kind: "shallow-relu", joints: [0], slopes: [-1] })).toThrow(
      /slope must be a finite number above 0/,
    );
    expect(build({ kind: "shallow-relu", joints: [] })).toThrow(/number of joints/);
    expect(build({ kind: "shallow-relu", joints: [0, Number.NaN] })).toThrow(/joints must be finite/);
    expect(build({ kind: "hidden-layer", weights: [[1, 2]], biases: [1] })).toThrow(ShapeError);
    expect(build({ kind: "hidden-layer", weights: [[1]], biases: [] })).toThrow(ShapeError);
    expect(build({ kind: "hidden-layer", weights: [[Number.NaN]], biases: [1] })).toThrow(
      /weights must be finite/,
    );
    expect(build({ kind: "hidden-layer", weights: [], biases: [] })).toThrow(/number of units/);
  });
});
