/**
 * Methods of inference beside the truth: a basis with fixed joints is linear in its parameters, so that the exact posterior
 * is known, and every approximation can be held against it. A method is one line of the list.
 */
import { readFileSync } from "node:fs";
import {
  bayesByBackprop,
  compareWithExact,
  createModel,
  createRng,
  exact,
  type InferenceMethod,
  map,
  type ModelSpec,
  type Posterior,
  readDataset,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { type ComparedMethod, exactComparisonReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/mcycle.csv", "utf8");
const data = readDataset(csv, { target: "accel" });
const spec: ModelSpec & { readonly likelihood: { readonly kind: "normal" } } = {
  network: { kind: "shallow-relu", joints: { count: 14 } },
  prior: { kind: "normal", variance: 4 },
  likelihood: { kind: "normal", noiseVariance: 0.2 },
  standardise: "both",
};

/** Names and methods, with the gradients of all rows that a method computes where its posterior does not count them. */
const methods: readonly (readonly [name: string, method: InferenceMethod, gradients?: number])[] = [
  ["MAP", map()],
  ["variational, factorised", bayesByBackprop({ steps: 8000 }), 8 * 8000],
  ["variational, rank 3", bayesByBackprop({ family: { kind: "low-rank", rank: 3 } }), 8 * 30_000],
  ["variational, full", bayesByBackprop({ family: "full" }), 8 * 30_000],
];

const rng = createRng("truth-on-a-line");
const model = createModel(spec, data);
const truth = await exact().fit(model, data);
const grid = Float64Array.from({ length: 141 }, (_, i) => (60 * i) / 140);
const compared: ComparedMethod[] = [];
for (const [name, method, gradients] of methods) {
  const posterior = (await method.fit(model, data, { rng: rng.fork(name) })) as Posterior<"regression">;
  const comparison = compareWithExact(truth, posterior, grid, rng.fork("compare"));
  compared.push({ name, posterior, comparison, ...(gradients === undefined ? {} : { gradients }) });
}

const page = renderReport(
  exactComparisonReport({
    title: "The truth on a line: methods beside the exact posterior",
    subtitle: "Head acceleration after an impact, 14 fixed joints, noise and prior known",
    exact: truth,
    data,
    x: grid,
    methods: compared,
    provenance: {
      command: "npm run example truth-on-a-line",
      version: packageVersion(),
      seed: "truth-on-a-line",
      data: { name: "examples/data/mcycle.csv", rows: data.x.rows, columns: 2, hash: sha256(csv) },
      spec: { model: spec, methods: methods.map(([name, method]) => ({ name, method: method.name, options: method.options })) },
    },
  }),
);
await writeTextFile("reports/truth-on-a-line/index.html", page);
