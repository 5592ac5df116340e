import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { FormatError } from "../../../src/errors/errors.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import type { SavedPosterior, Tensor } from "../../../src/inference/savedPosterior.ts";
import { createModel } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { evenJoints, SOLVERS, toyData } from "./models.ts";

const data = toyData();
const more = createDataset({ x: [[0.4], [0.9]], y: [1, 0.2] });
const at = [[-0.5], [0.11], [0.6], [1.3]];

const NOISES: readonly [
  string,
  LinearModelSpec["likelihood"]["noiseVariance"],
  LinearModelSpec["prior"]["variance"],
][] = [
  ["known variances", 0.1, 3],
  ["learned variances", "learned", "learned"],
  ["noise integrated out", { shape: 2, scale: 0.3 }, "learned"],
];

async function fitted(
  solver: (typeof SOLVERS)[number],
  noiseVariance: LinearModelSpec["likelihood"]["noiseVariance"],
  variance: LinearModelSpec["prior"]["variance"],
  network: LinearNetworkSpec = evenJoints(20),
): Promise<ExactPosterior> {
  const model = createModel(
    {
      network,
      prior: { kind: "normal", variance, biasVariance: 2 },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "both",
    },
    data,
  );
  return exact({ solver }).fit(model, data);
}

/** What a file keeps: JSON, with every typed array written as an array of numbers and read back as a typed one. */
function throughJson(saved: SavedPosterior): SavedPosterior {
  const text = JSON.stringify(saved, (_, value) => (value instanceof Float64Array ? [...value] : value));
  const read = JSON.parse(text) as SavedPosterior;
  const tensors = Object.entries(read.tensors).map(([name, t]): [string, Tensor] => [
    name,
    { shape: t.shape, data: Float64Array.from(t.data) },
  ]);
  return { ...read, tensors: Object.fromEntries(tensors) };
}

function expectSame(a: ExactPosterior, b: ExactPosterior): void {
  expect(a.mean).toEqual(b.mean);
  expect(a.covariance()).toEqual(b.covariance());
  expect([a.logEvidence, a.noiseVariance, a.priorVariance]).toEqual([
    b.logEvidence,
    b.noiseVariance,
    b.priorVariance,
  ]);
  const [p, q] = [a.predict(at), b.predict(at)];
  for (const name of ["mean", "variance", "epistemic"] as const) expect(p[name]).toEqual(q[name]);
  expect(p.quantile(0.9)).toEqual(q.quantile(0.9));
  expect(p.functionDraws!(3, createRng("draws"))).toEqual(q.functionDraws!(3, createRng("draws")));
  expect(a.sample(createRng(1))).toEqual(b.sample(createRng(1)));
  expect([a.solver, a.observations, a.evidenceKind]).toEqual([b.solver, b.observations, b.evidenceKind]);
  expect(a.boundary).toEqual(b.boundary);
  expect(a.model.spec).toEqual(b.model.spec);
}

describe.each(SOLVERS)("a saved posterior of solver %s", (solver) => {
  test.each(NOISES)("%s: predicts the same to the last bit, and learns on", async (_, noise, variance) => {
    const posterior = await fitted(solver, noise, variance);
    const loaded = loadPosterior(throughJson(posterior.save())) as ExactPosterior;
    expectSame(loaded, posterior);
    // A second round trip does not drift.
    expectSame(loadPosterior(throughJson(loaded.save())) as ExactPosterior, posterior);
    expectSame(await loaded.update(more), await posterior.update(more));
    const shard = await exact({ solver, scaler: posterior.scaler }).fit(posterior.model, more);
    expectSame(loaded.merge(shard), posterior.merge(shard));
  });

  test("holds data only", async () => {
    const saved = (await fitted(solver, "learned", "learned")).save();
    expect(structuredClone(saved)).toEqual(saved);
    expect(saved).toMatchObject({ format: "credence-posterior", version: 1, method: "exact", inputs: 1 });
    for (const { shape, data: numbers } of Object.values(saved.tensors)) {
      expect(numbers).toHaveLength(shape.reduce((product, n) => product * n, 1));
    }
  });
});

test("a posterior without data survives, notes and all", async () => {
  const empty = createDataset({ x: [], y: [], featureNames: ["x"] });
  const model = createModel(
    {
      network: evenJoints(3),
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    empty,
  );
  const posterior = await exact().fit(model, empty);
  const loaded = loadPosterior(throughJson(posterior.save())) as ExactPosterior;
  expectSame(loaded, posterior);
  expectSame(await loaded.update(data), await posterior.update(data));
});

test("notes and boundaries are kept", async () => {
  const line = createDataset({ x: [[0], [1], [2]], y: [0, 1, 2] });
  const model = createModel(
    {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: "learned" },
      likelihood: { kind: "normal", noiseVariance: "learned" },
    },
    line,
  );
  const posterior = await exact().fit(model, line);
  expect(posterior.boundary).not.toEqual([]);
  const loaded = loadPosterior(throughJson(posterior.save())) as ExactPosterior;
  expect(loaded.notes).toEqual(posterior.notes);
  expect(loaded.boundary).toEqual(posterior.boundary);
});

test("random features are checked against the ones of the fit", async () => {
  const network = { kind: "random-relu", units: 8, seed: "one" } as const;
  const saved = (await fitted("qr", 0.1, 1, network)).save();
  expectSame(loadPosterior(saved) as ExactPosterior, await fitted("qr", 0.1, 1, network));
  const other = { ...saved, model: { ...saved.model, network: { ...network, seed: "two" } } };
  expect(() => loadPosterior(other)).toThrow(FormatError);
  expect(() => loadPosterior(other)).toThrow(/random features/);
});

describe("damaged or foreign files are refused with a FormatError", () => {
  type Damage = (saved: SavedPosterior) => unknown;
  const without = (saved: SavedPosterior, part: "values" | "tensors", key: string) => {
    const { [key]: _, ...rest } = saved[part] as Record<string, unknown>;
    return { ...saved, [part]: rest };
  };
  const tensor = (saved: SavedPosterior, key: string, change: (t: Tensor) => unknown) => ({
    ...saved,
    tensors: { ...saved.tensors, [key]: change(saved.tensors[key]!) },
  });
  const DAMAGES: readonly [string, Damage][] = [
    ["nothing", () => undefined],
    ["null", () => null],
    ["another format", (s) => ({ ...s, format: "other" })],
    ["another version", (s) => ({ ...s, version: 2 })],
    ["an unknown method", (s) => ({ ...s, method: "magic" })],
    ["a method named like a part of every object", (s) => ({ ...s, method: "__proto__" })],
    ["no values", (s) => ({ ...s, values: undefined })],
    ["no tensors", (s) => ({ ...s, tensors: undefined })],
    ["no model", (s) => ({ ...s, model: undefined })],
    ["no scaler", (s) => ({ ...s, scaler: undefined })],
    [
      "a scaler of other columns",
      (s) => ({ ...s, scaler: { ...s.scaler, x: { shift: [0, 0], scale: [1, 1] } } }),
    ],
    [
      "a scaler that divides by zero",
      (s) => ({ ...s, scaler: { ...s.scaler, y: { shift: [0], scale: [0] } } }),
    ],
    ["no options", (s) => ({ ...s, options: undefined })],
    ["an unknown solver", (s) => ({ ...s, values: { ...s.values, solver: "lu" } })],
    ["an unknown reduction", (s) => ({ ...s, values: { ...s.values, reduction: "none" } })],
    [
      "a reduction of another kind",
      (s) => ({
        ...s,
        values: { ...s.values, reduction: s.values["reduction"] === "gram" ? "rows" : "gram" },
      }),
    ],
    ["no variance", (s) => without(s, "values", "variance")],
    ["a negative variance", (s) => ({ ...s, values: { ...s.values, variance: -1 } })],
    ["noise of no size", (s) => ({ ...s, values: { ...s.values, noiseVariance: 0 } })],
    ["a variance in words", (s) => ({ ...s, values: { ...s.values, variance: "large" } })],
    ["a fraction of a row", (s) => ({ ...s, values: { ...s.values, observations: 1.5 } })],
    ["a broken boundary", (s) => ({ ...s, values: { ...s.values, boundary: "{" } })],
    ["another number of inputs", (s) => ({ ...s, inputs: 2 })],
    ["no targets", (s) => without(s, "tensors", "targets")],
    ["a missing array", (s) => without(s, "tensors", Object.keys(s.tensors).find((k) => k !== "targets")!)],
    ["a shape that lies", (s) => tensor(s, "targets", (t) => ({ ...t, data: t.data.slice(1) }))],
    [
      "NaN in an array",
      (s) =>
        tensor(s, Object.keys(s.tensors).find((k) => k !== "targets")!, (t) => ({
          ...t,
          data: t.data.map(() => Number.NaN),
        })),
    ],
    ["a shape of other size", (s) => tensor(s, "targets", (t) => ({ ...t, shape: [1, 5] }))],
    ["plain arrays for typed ones", (s) => tensor(s, "targets", (t) => ({ ...t, data: "12345" }))],
  ];

  test.each(DAMAGES)("%s", async (_, damage) => {
    for (const solver of SOLVERS) {
      const saved = (await fitted(solver, 0.1, 1)).save();
      expect(() => loadPosterior(damage(saved) as SavedPosterior)).toThrow(FormatError);
    }
  });

  /** Every place of an object, as a path of keys. */
  function placesOf(value: unknown, path: string[] = []): string[][] {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [path];
    return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))];
  }

  function replaced(value: unknown, [key, ...rest]: string[], junk: unknown): unknown {
    if (key === undefined) return junk;
    const copy: Record<string, unknown> = Array.isArray(value)
      ? ([...value] as never)
      : { ...(value as object) };
    copy[key] = replaced(copy[key], rest, junk);
    return copy;
  }

  const JUNK = [
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    Number.NaN,
    "",
    "auto",
    [],
    [1],
    {},
    new Float64Array(2),
  ];
  const NETWORKS: readonly LinearNetworkSpec[] = [
    evenJoints(2),
    { kind: "random-relu", units: 2, seed: 1 },
    { kind: "hidden-layer", weights: [[1]], biases: [0] },
  ];

  test.each(NETWORKS)(
    "$kind: any one part replaced by anything gives a FormatError or a posterior",
    async (network) => {
      const solver = network.kind === "shallow-relu" ? "banded" : "qr";
      const saved = (await fitted(solver, { shape: 2, scale: 1 }, "learned", network)).save();
      for (const path of placesOf(saved)) {
        for (const junk of JUNK) {
          try {
            loadPosterior(replaced(saved, path, junk) as SavedPosterior);
          } catch (error) {
            expect(error, `${path.join(".")} = ${String(junk)}`).toBeInstanceOf(FormatError);
          }
        }
      }
    },
  );
});
