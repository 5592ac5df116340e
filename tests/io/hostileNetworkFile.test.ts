import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { FormatError } from "../../src/errors/errors.ts";
import type { MethodSpec } from "../../src/inference/fitResult.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { formatModel, formatModelTensors, parseModel, parseModelTensors } from "../../src/io/modelFile.ts";
import { formatSafetensors, parseSafetensors } from "../../src/io/safetensors.ts";
import { tensorHash } from "../../src/io/tensorText.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";

const rng = createRng("network file");
const x = Array.from({ length: 24 }, () => [rng.normal(), rng.normal()]);
const line = createDataset({ x, y: x.map(([a, b]) => 3 + 2 * a! - b! + 0.1 * rng.normal()) });
const classes = createDataset({
  x,
  y: x.map(([a, b]) => (a! > 0 ? 0 : b! > 0 ? 1 : 2)),
  classes: ["u", "v", "w"],
});

const base = {
  network: { kind: "mlp", hidden: [5, 4], activation: ["tanh", "gelu"] },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
} as const satisfies ModelSpec;

const training: MethodSpec = { name: "map", options: { epochs: 3 } };
const variational: MethodSpec = { name: "bayes-by-backprop", options: { steps: 20, samples: 2, draws: 12 } };

async function fitted(spec: ModelSpec, data: Dataset, method: MethodSpec): Promise<Posterior> {
  return createMethod(method).fit(createModel(spec, data), data, { rng: createRng("fit") });
}

describe("a hostile model of a network", () => {
  let mapText: string;
  let mapBytes: Uint8Array;
  let variationalText: string;
  beforeAll(async () => {
    const likelihood = { kind: "categorical" } as const;
    const model = { posterior: await fitted({ ...base, likelihood }, classes, training) };
    mapText = formatModel(model);
    mapBytes = formatModelTensors(model);
    variationalText = formatModel({ posterior: await fitted(base, line, variational) });
  });

  // biome-ignore lint/suspicious/noExplicitAny: the file as JSON, to be spoilt
  type Json = any;
  const spoilt = (text: string, change: (file: Json) => void): string => {
    const file = JSON.parse(text);
    change(file);
    return JSON.stringify(file);
  };

  const changes: readonly (readonly [why: string, change: (file: Json) => void, message: RegExp])[] = [
    [
      "a wider network than the arrays",
      (f) => (f.posterior.model.network.hidden = [6, 4]),
      /axis for the 61 parameters/,
    ],
    [
      "a network that would take all memory",
      (f) => (f.posterior.model.network.hidden = [5e4, 5e4]),
      /axis for the \d+ param/,
    ],
    [
      "layers that overflow",
      (f) => (f.posterior.model.network.hidden = new Array(99).fill(9e15)),
      /must list|axis for/,
    ],
    [
      "many layers",
      (f) => (f.posterior.model.network.hidden = new Array(1e5).fill(1)),
      /axis for the \d+ parameters/,
    ],
    ["half a unit", (f) => (f.posterior.model.network.hidden = [0.5]), /hidden must list/],
    ["no list of layers", (f) => (f.posterior.model.network.hidden = 5), /hidden must list/],
    [
      "a narrower network than the arrays",
      (f) => (f.posterior.model.network.hidden = [2]),
      /cannot be restored/,
    ],
    [
      "a million classes",
      (f) => (f.posterior.classes = new Array(1e6).fill("c")),
      /axis for the \d+ parameters/,
    ],
    ["a class that is no text", (f) => (f.posterior.classes = [1, 2, 3]), /posterior\.classes/],
    ["no classes", (f) => (f.posterior.classes = []), /cannot be restored/],
    ["more targets than the scaler has", (f) => (f.posterior.targets = 1e9), /each of 1000000000 targets/],
    ["no targets", (f) => (f.posterior.targets = 0), /posterior\.targets/],
    ["no likelihood", (f) => delete f.posterior.model.likelihood, /posterior\.model must be a model/],
    [
      "an unknown likelihood",
      (f) => (f.posterior.model.likelihood = { kind: "magic" }),
      /cannot be restored/,
    ],
    ["an unknown precision", (f) => (f.posterior.model.precision = "f16"), /cannot be restored/],
    [
      "an unknown activation",
      (f) => (f.posterior.model.network.activation = "constructor"),
      /cannot be restored/,
    ],
    ["no bank", (f) => (f.tensors.bank.shape = [0, 58]), /numbers take/],
    [
      "classes that are not those of the encoding",
      (f) =>
        (f.encoding = {
          features: [{ column: "a" }, { column: "b" }],
          targets: [{ column: "c", levels: ["u"] }],
        }),
      /classes of the encoding must be those/,
    ],
    [
      "two targets in the encoding",
      (f) =>
        (f.encoding = {
          features: [{ column: "a" }, { column: "b" }],
          targets: [{ column: "c" }, { column: "d" }],
        }),
      /encoding must give 1 targets, it gives 2/,
    ],
  ];
  test.each(changes)("%s", (_why, change, message) => {
    expect(() => parseModel("m.json", mapText)).not.toThrow();
    const read = () => parseModel("m.json", spoilt(mapText, change));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^m\.json: [^\n]+$/);
  });

  test("a family larger than its numbers is refused before it is made", () => {
    const full = spoilt(variationalText, (file) => {
      file.posterior.options.family = { kind: "full" };
    });
    expect(() => parseModel("m.json", full)).toThrow(/tensors\.lambda must be an array of shape/);
  });

  test("more draws than any memory holds are refused where they are drawn", () => {
    const many = spoilt(variationalText, (file) => {
      file.posterior.options.draws = 1e15;
    });
    const { posterior } = parseModel("m.json", many);
    expect(() => posterior.predict([[1, 2]])).toThrow(/a bank of 1000000000000000 draws .*GB of memory/);
  });

  test("the manifest of safetensors is held to the same rules", () => {
    const { tensors, metadata } = parseSafetensors("m", mapBytes);
    const write = (change: (file: Json) => void) =>
      formatSafetensors({
        tensors,
        metadata: { ...metadata, manifest: spoilt(metadata["manifest"]!, change) },
      });
    expect(() =>
      parseModelTensors(
        "m",
        write(() => undefined),
      ),
    ).not.toThrow();
    for (const [, change, message] of changes.filter(([why]) => why !== "no bank")) {
      expect(() => parseModelTensors("m", write(change))).toThrow(FormatError);
      expect(() => parseModelTensors("m", write(change))).toThrow(message);
    }
    const unsafe = metadata["manifest"]!.replace('"method"', '"__proto__":{"polluted":1},"method"');
    const bytes = formatSafetensors({ tensors, metadata: { ...metadata, manifest: unsafe } });
    expect(() => parseModelTensors("m", bytes)).toThrow(/__proto__/);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("NaN and infinities in a tensor are refused though their hash is right", () => {
    const { tensors, metadata } = parseSafetensors("m", mapBytes);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const bank = { shape: tensors["bank"]!.shape, data: tensors["bank"]!.data.slice().fill(value, 0, 1) };
      const spoiltTensors = { ...tensors, bank };
      const manifest = spoilt(metadata["manifest"]!, (file) => {
        file.tensorHash = tensorHash(spoiltTensors);
      });
      const bytes = formatSafetensors({ tensors: spoiltTensors, metadata: { ...metadata, manifest } });
      expect(() => parseModelTensors("m", bytes)).toThrow(/tensors\.bank must be finite numbers/);
    }
  });

  test("any byte changed is noticed: a FormatError", () => {
    const change = fc.tuple(fc.nat(mapBytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (flips) => {
        const bytes = mapBytes.slice();
        for (const [at, mask] of flips) bytes[at] = bytes[at]! ^ mask;
        try {
          parseModelTensors("m", bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("cut short anywhere: a FormatError", () => {
    for (let length = 0; length < mapBytes.length; length += 7) {
      expect(() => parseModelTensors("m", mapBytes.subarray(0, length))).toThrow(FormatError);
    }
  });

  test("any JSON in place of a part of the manifest: a FormatError or a model", () => {
    const parts = ["inputs", "targets", "classes", "scaler", "model", "values", "options", "method"];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...parts), (value, part) => {
        const text = spoilt(mapText, (file) => {
          file.posterior[part] = value;
        });
        try {
          parseModel("m", text);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
