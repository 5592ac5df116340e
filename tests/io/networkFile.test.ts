import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { MethodSpec } from "../../src/inference/fitResult.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { sha256 } from "../../src/io/hash.ts";
import {
  formatModel,
  formatModelTensors,
  parseModelTensors,
  type SavedModel,
} from "../../src/io/modelFile.ts";
import { loadPosteriorFile, savePosteriorFile } from "../../src/io/posteriorFile.ts";
import { formatSafetensors, parseSafetensors } from "../../src/io/safetensors.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import type { Predictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-network-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rng = createRng("network file");
const x = Array.from({ length: 24 }, () => [rng.normal(), rng.normal()]);
const line = createDataset({ x, y: x.map(([a, b]) => 3 + 2 * a! - b! + 0.1 * rng.normal()) });
const pair = createDataset({ x, y: x.map(([a, b]) => [a! + b!, 100 * a! - b!]) });
const counts = createDataset({ x, y: x.map(([a]) => Math.round(Math.abs(3 * a!))) });
const classes = createDataset({
  x,
  y: x.map(([a, b]) => (a! > 0 ? 0 : b! > 0 ? 1 : 2)),
  classes: ["u", "v", "w"],
});
const two = createDataset({ x, y: x.map(([a]) => (a! > 0 ? 1 : 0)), classes: ["no", "yes"] });

const base = {
  network: { kind: "mlp", hidden: [5, 4], activation: ["tanh", "gelu"] },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
} as const satisfies ModelSpec;

const training: MethodSpec = { name: "map", options: { epochs: 3 } };
const variational: MethodSpec = { name: "bayes-by-backprop", options: { steps: 20, samples: 2, draws: 12 } };

const dropout: MethodSpec = { name: "mc-dropout", options: { epochs: 5, draws: 40, inputDropout: true } };
const ensemble: MethodSpec = {
  name: "deep-ensemble",
  options: { members: 4, training: { epochs: 5, earlyStopping: {} } },
};

const curvature: MethodSpec = { name: "laplace", options: { training: { epochs: 5 }, draws: 30 } };
const iterates: MethodSpec = { name: "swag", options: { training: { epochs: 5 }, epochs: 6, draws: 30 } };

async function fitted(spec: ModelSpec, data: Dataset, method: MethodSpec): Promise<Posterior> {
  return createMethod(method).fit(createModel(spec, data), data, { rng: createRng("fit") });
}

/** Every array a predictive distribution holds, and a draw of it. */
function numbersOf(predictive: Predictive): unknown {
  const sample = predictive.sample(3, createRng("draws"));
  if (predictive.kind === "classification") {
    return [
      predictive.classes,
      predictive.probabilities,
      predictive.entropy,
      predictive.mutualInformation,
      sample,
    ];
  }
  return [predictive.mean, predictive.epistemic, predictive.std, predictive.quantile(0.05), sample];
}

const cases: readonly (readonly [what: string, spec: ModelSpec, data: Dataset, method: MethodSpec])[] = [
  ["map of a network", base, line, training],
  ["map with early stopping", base, line, { name: "map", options: { epochs: 4, earlyStopping: {} } }],
  ["map by L-BFGS", { ...base, network: { kind: "linear" } }, line, { name: "map" }],
  ["32-bit floats", { ...base, precision: "f32" }, line, training],
  ["two targets", base, pair, training],
  [
    "three classes",
    { ...base, likelihood: { kind: "categorical", smoothing: { share: 0.1, over: "uniform" } } },
    classes,
    training,
  ],
  ["two classes", { ...base, likelihood: { kind: "bernoulli" } }, two, variational],
  ["counts", { ...base, likelihood: { kind: "poisson" } }, counts, training],
  ["noise that depends on x", { ...base, likelihood: { kind: "heteroscedastic" } }, line, training],
  ["heavy tails", { ...base, likelihood: { kind: "student-t", df: 4, scale: "learned" } }, line, training],
  ["a horseshoe", { ...base, prior: { kind: "horseshoe", scale: 1 } }, line, variational],
  ["a factorised normal", base, line, variational],
  [
    "a low-rank normal",
    base,
    line,
    { ...variational, options: { ...variational.options, family: "low-rank" } },
  ],
  ["a full normal", base, line, { ...variational, options: { ...variational.options, family: "full" } }],
  ["a normal around the mode", base, line, curvature],
  [
    "Kronecker factors of two targets in 32-bit floats",
    { ...base, precision: "f32" },
    pair,
    { ...curvature, options: { ...curvature.options, structure: "kronecker" } },
  ],
  [
    "a normal around the mode of the last layer, three classes",
    { ...base, likelihood: { kind: "categorical" } },
    classes,
    { ...curvature, options: { ...curvature.options, structure: "last-layer" } },
  ],
  [
    "independent normals around the mode, counts",
    { ...base, likelihood: { kind: "poisson" } },
    counts,
    {
      ...curvature,
      options: { ...curvature.options, structure: "diagonal", priorPrecision: "evidence" },
    },
  ],
  ["iterates of a descent", base, line, iterates],
  [
    "iterates of three descents",
    base,
    line,
    { name: "multi-swag", options: { ...iterates.options, members: 3 } },
  ],
  ["one network under masks", base, line, dropout],
  [
    "one network under masks, three classes",
    { ...base, likelihood: { kind: "categorical" } },
    classes,
    dropout,
  ],
  [
    "an ensemble of two kinds, calibrated",
    base,
    line,
    {
      ...ensemble,
      options: {
        ...ensemble.options,
        bagging: true,
        calibration: "out-of-bag",
        variations: [{}, { priorVariance: 0.5 }],
      },
    },
  ],
  [
    "an ensemble that votes",
    { ...base, likelihood: { kind: "categorical" } },
    classes,
    { ...ensemble, options: { ...ensemble.options, combine: "vote" } },
  ],
  [
    "snapshots",
    base,
    pair,
    { ...ensemble, options: { snapshots: 3, training: { epochs: 6 }, combine: "median" } },
  ],
  [
    "a normal over joints",
    {
      ...base,
      network: { kind: "random-relu", units: 7, seed: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    line,
    variational,
  ],
];

describe.each(cases)("%s", (_what, spec, data, method) => {
  let model: SavedModel;
  beforeAll(async () => {
    model = { posterior: await fitted(spec, data, method) };
  });

  test.each(["model.json", "model.safetensors", "MODEL.SafeTensors"])(
    "%s: predicts the same to the last bit without the data, and is saved as the same bytes again",
    async (name) => {
      const path = join(folder, name);
      await savePosteriorFile(path, model);
      const bytes = readFileSync(path);
      const loaded = await loadPosteriorFile(path);
      const at = [
        [0.3, -1],
        [2, 0],
        [-5, 5],
      ];
      expect(numbersOf(loaded.posterior.predict(at))).toEqual(numbersOf(model.posterior.predict(at)));
      expect(loaded.posterior.notes.map(({ message }) => message)).toEqual(
        model.posterior.notes.map(({ message }) => message),
      );
      await savePosteriorFile(path, loaded);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    },
  );
});

describe("the two formats", () => {
  const table = readDataset("width,mix,y\n1,a,2\n2,b,1\n4,a,5\n3,b,3\n", {
    target: "y",
    categorical: "one-hot",
  });
  const provenance = { seed: "s", data: { name: "a.csv", rows: 4, columns: 3, hash: "sha256:00" } };
  const exactModel = async (): Promise<SavedModel> => {
    const spec: ModelSpec = {
      network: { kind: "random-relu", units: 6, seed: 1 },
      prior: { kind: "normal", variance: 2 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    };
    return {
      posterior: await exact().fit(createModel(spec, table), table),
      encoding: table.encoding,
      provenance,
    };
  };

  test("the JSON of an exact posterior is what version 0.1.0 wrote (a snapshot of our own)", async () => {
    const text = formatModel(await exactModel()).replace(/"credence": "[^"]*"/, "");
    expect(sha256(text)).toBe("sha256:910840231eb49804cdf8c15450e87b3305f9a854ca7edca0a8a09b2622a11c4f");
  });

  test("say the same of a model", async () => {
    const model = await exactModel();
    const { metadata, tensors } = parseSafetensors("m", formatModelTensors(model));
    const { tensors: texts, ...manifest } = JSON.parse(formatModel(model));
    expect(JSON.parse(metadata["manifest"]!)).toEqual(manifest);
    expect(metadata["format"]).toBe("credence-model");
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(texts).sort());
    const loaded = parseModelTensors("m", formatModelTensors(model));
    expect(loaded.provenance).toEqual(provenance);
    expect(JSON.parse(JSON.stringify(loaded.encoding))).toEqual(table.encoding);
  });

  test("F32 takes about half the space, and seven digits of predictions stay", async () => {
    const posterior = await fitted({ ...base, network: { kind: "mlp", hidden: [60] } }, line, training);
    const [double, single] = [join(folder, "d.safetensors"), join(folder, "s.safetensors")];
    await savePosteriorFile(double, { posterior });
    await savePosteriorFile(single, { posterior }, { dtype: "F32" });
    expect(statSync(single).size).toBeLessThan(0.75 * statSync(double).size);
    const { posterior: loaded } = await loadPosteriorFile(single);
    const meanOf = (of: Posterior) => (of as Posterior<"regression">).predict([[0.5, 1]]).mean[0]!;
    expect(meanOf(loaded)).not.toBe(meanOf(posterior));
    expect(meanOf(loaded)).toBeCloseTo(meanOf(posterior), 4);
    await expect(savePosteriorFile(join(folder, "s.json"), { posterior }, { dtype: "F32" })).rejects.toThrow(
      ArgumentError,
    );
  });

  test("an ensemble as F32 takes half the space of its numbers, and dropout one network whatever its draws", async () => {
    const wide: ModelSpec = { ...base, network: { kind: "mlp", hidden: [100, 50] } };
    const posterior = await fitted(wide, line, ensemble);
    const paths = ["d", "s", "m"].map((name) => join(folder, `${name}-bank.safetensors`)) as [
      string,
      string,
      string,
    ];
    await savePosteriorFile(paths[0], { posterior });
    await savePosteriorFile(paths[1], { posterior }, { dtype: "F32" });
    const [double, single] = [statSync(paths[0]).size, statSync(paths[1]).size];
    // Beside the manifest there are four parameter vectors of 4 or 8 bytes a number.
    expect(double - single).toBeGreaterThan(4 * 4 * posterior.size);
    expect(single).toBeLessThan(0.6 * double);
    const meanOf = (of: Posterior) => (of as Posterior<"regression">).predict([[0.5, 1]]).mean[0]!;
    expect(meanOf((await loadPosteriorFile(paths[1])).posterior)).toBeCloseTo(meanOf(posterior), 4);
    const masked = await fitted(wide, line, { ...dropout, options: { ...dropout.options, draws: 1000 } });
    await savePosteriorFile(paths[2], { posterior: masked });
    expect(statSync(paths[2]).size).toBeLessThan(1.5 * 8 * posterior.size);
  });

  test("a table, an empty file or other tensors are refused in the name of the file", async () => {
    const path = join(folder, "other.safetensors");
    for (const bytes of [
      Buffer.from("x,y\n1,2\n1,2\n"),
      Buffer.alloc(0),
      formatSafetensors({ tensors: {}, metadata: {} }),
      formatSafetensors({ tensors: {}, metadata: { format: "pt", manifest: "{}" } }),
      formatSafetensors({ tensors: {}, metadata: { format: "credence-model", manifest: "{" } }),
      formatSafetensors({ tensors: {}, metadata: { format: "credence-model", manifest: "{}" } }),
    ]) {
      writeFileSync(path, bytes);
      await expect(loadPosteriorFile(path)).rejects.toThrow(FormatError);
      await expect(loadPosteriorFile(path)).rejects.toThrow(path);
    }
  });
});
