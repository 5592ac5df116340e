/** The page of every registered method for every likelihood it takes: it renders, and says what the posterior knows. */
import { expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { takeDatasetRows } from "../../../src/data/takeDatasetRows.ts";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { createMethod, listMethods } from "../../../src/inference/registry.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { modelReport } from "../../../src/report/model/modelReport.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { reportDocument } from "../../../src/report/page/reportDocument.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { exactTwin } from "../../../src/study/exactTwin.ts";
import { BRIEF } from "../../study/briefMethods.ts";
import { provenance } from "./provenance.ts";

const rng = createRng("method pages");
const LIKELIHOODS: readonly [string, LikelihoodSpec, (readonly string[])?][] = [
  ["normal", { kind: "normal", noiseVariance: "learned" }],
  ["student-t", { kind: "student-t", df: 4, scale: "learned" }],
  ["heteroscedastic", { kind: "heteroscedastic" }],
  ["poisson", { kind: "poisson" }],
  ["bernoulli", { kind: "bernoulli" }, ["no", "yes"]],
  ["categorical", { kind: "categorical" }, ["a", "b", "c"]],
];

function dataOf(inputs: number, classes?: readonly string[]): { train: Dataset; heldOut: Dataset } {
  const draws = rng.fork("data").fork(inputs);
  const x = Array.from({ length: 40 }, () => Array.from({ length: inputs }, () => draws.normal()));
  const y = x.map(([a], i) => Math.abs(Math.round(2 * a!) + i) % (classes?.length ?? 5));
  const data = createDataset({ x, y, ...(classes && { classes }) });
  const rows = Array.from({ length: 40 }, (_, i) => i);
  return {
    train: takeDatasetRows(data, rows.slice(0, 28)),
    heldOut: takeDatasetRows(data, rows.slice(28)),
  };
}

async function pageOf(
  name: string,
  spec: ModelSpec,
  { train, heldOut }: { train: Dataset; heldOut: Dataset },
) {
  const posterior = await createMethod({ name, options: BRIEF[name]! }).fit(createModel(spec, train), train, {
    rng: rng.fork(name),
  });
  const truth = name === "exact" ? undefined : await exactTwin(spec, train);
  const content = modelReport({
    title: name,
    posterior,
    train,
    heldOut,
    ...(truth === undefined ? {} : { truth }),
    rng: rng.fork("page"),
    provenance,
  });
  return { content, html: renderReport(content, { document: reportDocument() }) };
}

const networks = listMethods()
  .map(({ name }) => name)
  .filter((name) => name !== "exact");
/** One method of each kind of posterior for all likelihoods; of the others the usual one. */
const KINDS: readonly string[] = ["map", "laplace", "nuts", "deep-ensemble"];
const cases = networks.flatMap((name) =>
  LIKELIHOODS.filter(([kind]) => kind === "normal" || KINDS.includes(name)).map(
    ([kind, likelihood, classes]) => ({ name, kind, likelihood, classes }),
  ),
);

test.each(cases)("$name, $kind", async ({ name, likelihood, classes }) => {
  const spec: ModelSpec = {
    network: { kind: "mlp", hidden: [3], activation: "tanh" },
    prior: { kind: "normal", variance: 1 },
    likelihood,
  };
  const { content, html } = await pageOf(name, spec, dataOf(2, classes));
  expect(plainText(content.verdict)).toMatch(
    classes === undefined ? /% intervals cover/ : /most probable class/,
  );
  expect(html).toContain("</html>");
  expect(html).not.toMatch(/NaN|undefined|\[object/);
});

test.each(networks)("%s beside the exact posterior of a linear model", async (name) => {
  const spec: ModelSpec = {
    network: { kind: "shallow-relu", joints: [-1, 0, 1] },
    prior: { kind: "normal", variance: 4 },
    likelihood: { kind: "normal", noiseVariance: 1 },
    standardise: "both",
  };
  const { content, html } = await pageOf(name, spec, dataOf(1));
  expect(plainText(content.verdict)).toContain("The posterior of this model is known exactly");
  expect(content.sections.map(({ title }) => title)).toContain("Beside the exact posterior");
  expect(html).not.toMatch(/NaN|undefined|\[object/);
});

test("without held-out rows only an exact posterior can be judged", async () => {
  const { train } = dataOf(1);
  const spec: ModelSpec = {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: 1 },
  };
  const posterior = await createMethod({ name: "laplace" }).fit(createModel(spec, train), train, { rng });
  const parts = { title: "T", posterior, train, rng, provenance };
  expect(() => modelReport(parts)).toThrow(ArgumentError);
  expect(() => modelReport(parts)).toThrow(/held-out rows are needed to judge a posterior of method laplace/);
});
