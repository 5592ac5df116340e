import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { FormatError } from "../../src/errors/errors.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { formatModel, parseModel, type SavedModel } from "../../src/io/modelFile.ts";
import { loadPosteriorFile, savePosteriorFile } from "../../src/io/posteriorFile.ts";
import { decodeTensor, encodeTensor } from "../../src/io/tensorText.ts";
import { createModel } from "../../src/model/model.ts";
import type { NetworkSpec } from "../../src/model/networkSpec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";

const spec = (network: NetworkSpec): ModelSpec => ({
  network,
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
});

const table = readDataset("width,mix,y\n1,a,2\n2,b,1\n4,a,5\n3,b,3\n", {
  target: "y",
  categorical: "one-hot",
});

async function fitted(network: NetworkSpec, data = table): Promise<SavedModel> {
  const posterior = await exact().fit(createModel(spec(network), data), data);
  return {
    posterior,
    encoding: table.encoding,
    provenance: { seed: "s", data: { name: "a.csv", rows: 4, columns: 3, hash: "sha256:00" } },
  };
}

const units: NetworkSpec = { kind: "random-relu", units: 6, seed: 1 };

describe("model file", () => {
  const joints: NetworkSpec = { kind: "shallow-relu", joints: [0, 1, 2] };
  const line = createDataset({ x: [0.5, 1.5, 2.5], y: [1, 2, 0] });
  const none = createDataset({ x: [], y: [], featureNames: ["x"] });

  test.each([
    ["random features", units, table, [[3, 1, 0]]],
    ["the inputs", { kind: "linear" }, table, [[3, 1, 0]]],
    ["fixed joints", joints, line, [0.7, 5]],
    ["no rows at all", joints, none, [0.7, 5]],
  ] as const)("predictions are the same to the last bit: %s", async (_name, network, data, x) => {
    const { encoding: _, ...model } = await fitted(network, data as never);
    const text = formatModel(model);
    const loaded = parseModel("model.json", text);
    const [a, b] = [model, loaded].map(({ posterior }) => asRegression(posterior).predict(x as never)) as [
      RegressionPredictive,
      RegressionPredictive,
    ];
    expect(b.mean).toEqual(a.mean);
    expect(b.epistemic).toEqual(a.epistemic);
    expect(b.quantile(0.05)).toEqual(a.quantile(0.05));
    expect(b.sample(2, createRng(1))).toEqual(a.sample(2, createRng(1)));
    expect(formatModel({ ...model, posterior: loaded.posterior })).toBe(text);
  });

  test("carries encoding, provenance and version", async () => {
    const model = await fitted(units);
    const loaded = parseModel("model.json", formatModel(model));
    expect(JSON.parse(JSON.stringify(loaded.encoding))).toEqual(table.encoding);
    expect(loaded.provenance).toEqual(model.provenance);
    expect(loaded.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  const folder = mkdtempSync(join(tmpdir(), "credence-model-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is written to a file and read back", async () => {
    const model = await fitted(units);
    const path = join(folder, "model.json");
    await savePosteriorFile(path, model);
    expect(readdirSync(folder)).toEqual(["model.json"]);
    expect(readFileSync(path, "utf8")).toBe(formatModel(model));
    const { posterior } = await loadPosteriorFile(path);
    const meanOf = (of: Posterior) => asRegression(of).predict([[3, 1, 0]]).mean;
    expect(meanOf(posterior)).toEqual(meanOf(model.posterior));
  });

  test("errors name the file", async () => {
    const path = join(folder, "broken.json");
    writeFileSync(path, "{");
    await expect(loadPosteriorFile(path)).rejects.toThrow(`${path}: the file must hold JSON`);
  });
});

describe("a file that is no model or is damaged", () => {
  let text: string;
  beforeAll(async () => {
    text = formatModel(await fitted(units));
  });

  type Json = Record<string, never>;
  /** The file with one thing changed. */
  const changed = (change: (file: { [key: string]: Json } & Json) => void) => {
    const file = JSON.parse(text);
    change(file);
    return JSON.stringify(file);
  };
  const set = (path: string, value: unknown) =>
    changed((file) => {
      const keys = path.split(".");
      let at = file as never as Record<string, never>;
      for (const key of keys.slice(0, -1)) at = at[key]!;
      at[keys.at(-1)!] = value as never;
    });

  const cases: readonly (readonly [why: string, text: () => string, message: RegExp])[] = [
    ["nothing", () => "", /must hold JSON/],
    ["cut short", () => text.slice(0, text.length / 2), /must hold JSON/],
    ["another kind of JSON", () => "[1, 2]", /must hold a model, got JSON whose format is not said/],
    ["null", () => "null", /must hold a model, got JSON whose format is not said/],
    ["another version", () => set("version", 2), /must be of version 1 of the format, got version 2/],
    ["__proto__ as a key", () => text.replace('"method"', '"__proto__": {"a": 1}, "method"'), /__proto__/],
    ["constructor as a key", () => text.replace('"method"', '"constructor": 1, "method"'), /constructor/],
    ["nested too deeply", () => "[".repeat(200_000) + "]".repeat(200_000), /nested too deeply/],
    ["an unknown key", () => set("more", 1), /more must be/],
    ["a missing part", () => set("posterior.scaler", undefined), /posterior\.scaler must be/],
    ["a method that is not known", () => set("posterior.method", "toString"), /not known/],
    ["an unknown kind of network", () => set("posterior.model.network.kind", "deep"), /cannot be restored/],
    ["a number as text", () => set("posterior.values.variance", "2"), /cannot be restored/],
    [
      "an object as a value",
      () => set("posterior.values.variance", {}),
      /posterior\.values\.variance must be/,
    ],
    ["other inputs than the scaler has", () => set("posterior.inputs", 7), /scaler must have/],
    ["a negative size", () => set("posterior.inputs", -1), /posterior\.inputs must be/],
    [
      "other inputs than the encoding has",
      () => set("encoding.features", [{ column: "width" }]),
      /encoding must give 3 inputs, it gives 1/,
    ],
    [
      "units that would take all memory",
      () => set("posterior.model.network.units", 1e12),
      /axis for the 1000000000000 units/,
    ],
    [
      "joints that would take all memory",
      () => set("posterior.model.network", { kind: "shallow-relu", joints: { count: 1e12, from: 0, to: 1 } }),
      /joints of a fitted network must be listed/,
    ],
    [
      "a shape that would take all memory",
      () => set("tensors.target.shape", [1e9, 1e9]),
      /at most \d+ numbers are read, the shape asks for 1000000000000000000/,
    ],
    ["a shape that does not fit", () => set("tensors.target.shape", [3]), /3 numbers take 32 characters/],
    ["a shape with half a row", () => set("tensors.target.shape", [0.5]), /tensors\.target\.shape/],
    [
      "data that are no base64",
      () => set("tensors.target.data", "!".repeat(JSON.parse(text).tensors.target.data.length)),
      /must be base64/,
    ],
    [
      "one number changed",
      () => {
        const { shape } = JSON.parse(text).tensors.target;
        return set("tensors.target", encodeTensor({ shape, data: new Float64Array(shape[0]) }));
      },
      /must have the hash/,
    ],
    ["a missing array", () => changed((file) => delete file["tensors"]!["target"]), /must have the hash/],
  ];
  test.each(cases)("%s: a FormatError in one line", (_why, make, message) => {
    let error: unknown;
    try {
      parseModel("model.json", make());
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).toMatch(message);
    expect((error as FormatError).message).toMatch(/^model\.json: /);
    expect((error as FormatError).message).not.toContain("\n");
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test("the file unchanged is read: the cases above fail for their own reason", () => {
    expect(() => parseModel("model.json", text)).not.toThrow();
  });

  test("any other JSON is a FormatError too, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(JSON.parse(text))), (value, key) => {
        const file = JSON.stringify({ ...JSON.parse(text), [key]: value });
        try {
          parseModel("model.json", file);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});

describe("tensors as text", () => {
  test("every bit comes back, of any float, in little-endian order", () => {
    const data = Float64Array.of(1, -0, 5e-324, Number.MAX_VALUE, Number.POSITIVE_INFINITY);
    const text = encodeTensor({ shape: [5], data });
    expect(Buffer.from(text.data, "base64").readDoubleLE(0)).toBe(1);
    expect(decodeTensor("f", "t", text)).toEqual({ shape: [5], data });
  });

  test("a view into a larger array is written alone", () => {
    const data = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    expect(decodeTensor("f", "t", encodeTensor({ shape: [2], data })).data).toEqual(Float64Array.of(2, 3));
  });

  test("not-a-number is refused", () => {
    const text = encodeTensor({ shape: [1], data: Float64Array.of(Number.NaN) });
    expect(() => decodeTensor("f", "t", text)).toThrow(FormatError);
  });
});
