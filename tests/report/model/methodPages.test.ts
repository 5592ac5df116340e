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
import { log } from "../../../src/numeric/special.ts";
import { createRng } from "../../../src/random/rng.ts";
import { modelReport } from "../../../src/report/model/modelReport.ts";
import { judgeCoverage } from "../../../src/report/model/verdict.ts";
import type { ReportContent } from "../../../src/report/page/content.ts";
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
  more: Readonly<Record<string, unknown>> = {},
) {
  const options = { ...BRIEF[name]!, ...more };
  const posterior = await createMethod({ name, options }).fit(createModel(spec, train), train, {
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

test("counts that keep their promise are not called under-confident because intervals end on whole counts", async () => {
  const draws = rng.fork("counts");
  const x = Array.from({ length: 900 }, () => [draws.normal()]);
  const y = x.map(() => {
    // Poisson counts of rate 1/2, by the times between events.
    let [count, time] = [0, 0];
    while ((time -= 2 * log(draws.uniform())) < 1) count += 1;
    return count;
  });
  const all = createDataset({ x, y });
  const rows = Array.from({ length: 900 }, (_, i) => i);
  const [train, heldOut] = [
    takeDatasetRows(all, rows.slice(0, 200)),
    takeDatasetRows(all, rows.slice(200)),
  ] as const;
  const spec: ModelSpec = {
    network: { kind: "mlp", hidden: [] },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "poisson" },
  };
  const { content } = await pageOf("map", spec, { train, heldOut });
  expect(plainText(content.verdict)).toMatch(/of 700 held-out rows .*: consistent with the promise/);
  // Broken twin: the share within the intervals themselves.
  const coverage = content.scores!.rows.find(({ name }) => name === "coverage of 90 % intervals")!
    .cells[0] as {
    readonly value: number;
  };
  expect(judgeCoverage(0.9, coverage.value, 700).verdict).toBe("under-confident");
});

test("chains of classes are judged by probabilities, at as many inputs as were looked at", async () => {
  const spec: ModelSpec = {
    network: { kind: "mlp", hidden: [3], activation: "tanh" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "categorical" },
  };
  const { content } = await pageOf("nuts", spec, dataOf(2, ["a", "b", "c"]));
  expect(plainText(content.verdict)).toMatch(/R-hat of the probabilities is at most/);
  const { blocks } = content.sections.find(({ title }) => title === "How the chains ran")!;
  expect(JSON.stringify(blocks[0])).toContain("the probabilities of classes at 20 inputs");
  expect(JSON.stringify(blocks[1])).toMatch(/"P\([abc] \| row \d+\)"/);
});

const small: Pick<ModelSpec, "network" | "prior"> = {
  network: { kind: "mlp", hidden: [3], activation: "tanh" },
  prior: { kind: "normal", variance: 1 },
};
const figuresOf = ({ sections }: ReportContent): string[] =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "figure" ? [block.figure.kind] : [])),
  );

test.each([
  { chains: 1, draws: 20, without: ["rank"], words: /The chain has not settled/ },
  {
    chains: 2,
    draws: 2,
    without: ["rank", "chain-trace", "energy"],
    words: /Whether the 2 chains have settled cannot be told/,
  },
])(
  "a page of $chains chains with $draws draws in all does without what they cannot show",
  async ({ chains, draws, without, words }) => {
    const spec: ModelSpec = { ...small, likelihood: { kind: "normal", noiseVariance: 0.1 } };
    const { content } = await pageOf("nuts", spec, dataOf(1), { chains, draws });
    expect(plainText(content.verdict)).toMatch(words);
    expect(figuresOf(content)).toContain("convergence");
    for (const kind of without) expect(figuresOf(content)).not.toContain(kind);
  },
);

test("noise without a finite variance is not split, and the page says so", async () => {
  const spec: ModelSpec = { ...small, likelihood: { kind: "student-t", df: 2, scale: "learned" } };
  const { content, html } = await pageOf("map", spec, dataOf(1));
  expect(figuresOf(content)).not.toContain("split");
  expect(JSON.stringify(content.sections)).not.toContain("Standardised residuals");
  expect(html).toContain("is not finite, so that it does not split");
});

test("of many classes the first surfaces are drawn, and the page says so", async () => {
  const spec: ModelSpec = { ...small, likelihood: { kind: "categorical" } };
  const { content } = await pageOf("map", spec, dataOf(2, ["a", "b", "c", "d"]));
  expect(figuresOf(content).filter((kind) => kind === "probability-surface")).toHaveLength(3);
  expect(JSON.stringify(content.sections[0])).toContain("Surfaces of the first 3 of 4 classes are drawn.");
});
