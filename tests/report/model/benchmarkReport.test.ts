import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { benchmarkRemark } from "../../../src/report/model/benchmarkRemark.ts";
import { type BenchmarkReportParts, benchmarkReport } from "../../../src/report/model/benchmarkReport.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { compareGoals } from "../../../src/study/benchmark/benchmarkGoals.ts";
import type { BenchmarkOutcome } from "../../../src/study/benchmark/benchmarkResult.ts";
import type { BenchmarkMethod, BenchmarkSet } from "../../../src/study/benchmark/benchmarkSpec.ts";
import { chooseInside } from "../../../src/study/benchmark/chooseInside.ts";
import type { PublishedRow } from "../../../src/study/benchmark/publishedRow.ts";
import { splitsOfTestRows } from "../../../src/study/benchmark/splitsOfTestRows.ts";
import { summariseBenchmark } from "../../../src/study/benchmark/summariseBenchmark.ts";
import type { BenchmarkCell } from "../../../src/study/benchmark.ts";

const ROWS = 40;
const data = createDataset({
  x: Array.from({ length: ROWS }, (_, i) => i),
  y: new Array(ROWS).fill(1).map((_, i) => i % 3),
});
const sets: BenchmarkSet[] = ["roads", "<b>rivers</b>"].map((name) => ({
  name,
  data,
  hash: name,
  splits: splitsOfTestRows(ROWS, [
    Array.from({ length: 20 }, (_, i) => i),
    Array.from({ length: 20 }, (_, i) => 2 * i),
  ]),
}));

/** A method whose log scores are about `level`, and whose PIT values are spread by `spread` about one half. */
function outcome(level: number, spread: number, error: number, inside?: number): BenchmarkOutcome {
  const each = (value: (i: number) => number) => Array.from({ length: 20 }, (_, i) => value(i));
  return {
    fit: {
      settings: { "options.rate": 0.1, "model.likelihood": { kind: "normal" } },
      tried: [],
      learned: { noiseVariance: 0.0123, rate: 0.1 },
      ...(inside === undefined ? {} : { inside: { folds: [{ rows: 5, logScore: inside }] } }),
      rows: {
        mean: each(() => 0),
        logScore: each((i) => level + 0.1 * Math.sin(i)),
        squaredError: each((i) => error * (1 + 0.1 * Math.cos(i))),
        crps: each(() => error),
        pit: each((i) => 0.5 + spread * ((i + 0.5) / 20 - 0.5)),
        width90: each(() => 2),
      },
      fits: 1,
      gradients: 12,
      notes: [
        { code: "settings", message: "as told" },
        ...(spread > 1 ? [{ code: "divergences", message: "Too bold." }] : []),
      ],
    },
  };
}

const spec = (name: string): BenchmarkMethod => ({ name, method: { name: "exact" }, model: {} as never });
const methods: BenchmarkMethod[] = [
  { ...spec("calm"), choose: { by: "inside", grid: {} }, inside: {} },
  { ...spec("bold & brave"), remark: "Short chains." },
  { ...spec("broken"), choose: { by: "evidence", grid: {} } },
];
const cellsOf = (set: string): BenchmarkCell[] => [
  { set, method: "calm", outcomes: [outcome(-1, 0.7, 1, -1), outcome(-1.1, 0.7, 1, -1)] },
  { set, method: "bold & brave", outcomes: [outcome(-2, 1.2, 4), outcome(-2.3, 1.2, 4)] },
  { set, method: "broken", outcomes: [{ error: "it broke" }, { error: "it broke" }] },
];
const cells = sets.flatMap(({ name }) => cellsOf(name));
const all = [...cells, ...chooseInside(cells)];
const published: PublishedRow[] = [
  {
    name: "calm 2001",
    source: "A <i>paper</i>",
    plusMinus: "standard deviation",
    splits: 4,
    remark: "Old.",
    rmse: { roads: [0.5, 0.2] },
    logScore: { roads: [-3, 0.2] },
  },
];
const summary = summariseBenchmark(all, sets);
const parts: BenchmarkReportParts = {
  title: "A table",
  sets,
  methods,
  cells: all,
  summary,
  published,
  goals: compareGoals(
    summary,
    { published: [{ method: "calm", row: "calm 2001" }], least: { roads: -2 }, aim: { roads: 0 } },
    published,
  ),
  provenance: {
    command: "test",
    version: "0",
    seed: "1",
    data: { name: "made", rows: ROWS, columns: 2, hash: "sha256:0" },
    spec: {},
  },
};

describe("the page of a benchmark", () => {
  const content = benchmarkReport(parts);

  test("says first what was chosen, which goals are met, and how it was done", () => {
    expect(plainText(content.verdict)).toMatch(
      /^With the method that is chosen .* roads −1\.05, .* 1 of 1 least levels and 0 aims are reached; .* 1 of 2 figures are as good/,
    );
    expect(plainText(content.lead![0]!)).toMatch(/^Data: roads \(40 rows, 1 inputs, 2 splits\)/);
    expect(plainText(content.lead![0]!)).toContain(
      "Settings are chosen by the evidence for broken; by folds inside the training part, which also judge the method, for calm.",
    );
    const [first] = content.scores!.rows;
    expect(first).toMatchObject({ name: "calm", cells: [{ value: expect.closeTo(-1.05, 1) }, {}] });
    expect(content.scores!.rows.find(({ name }) => name === "[calm 2001]")!.cells).toEqual([
      "−3.00 ± 0.10",
      "–",
    ]);
  });

  test("is one page, the same twice, that shows names as names", () => {
    const html = renderReport(content);
    expect(renderReport(benchmarkReport(parts))).toBe(html);
    expect(html).not.toMatch(/<b>rivers|<i>paper/);
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
    expect(html.match(/<figure/g)!.length).toBe(2 + 1 + 2);
    expect(html).toContain("Nemenyi");
    expect(html).toContain("divided here by √4");
    // The value of each setting that most splits have; of what fits found, nothing that they were given.
    expect(html).toContain("rate 0.1 (2), likelihood normal (2)");
    expect(html).toContain(">noise variance 0.012<");
  });

  test("without goals, published rows or scores it is a page still", () => {
    const broken = cells.filter(({ method }) => method === "broken");
    const bare = summariseBenchmark(broken, sets);
    const html = renderReport(
      benchmarkReport({
        ...parts,
        methods: [methods[2]!],
        cells: broken,
        summary: bare,
        published: [],
        goals: compareGoals(bare, {}, []),
      }),
    );
    expect(html).toContain("it broke");
    expect(html).not.toContain("What was to be reached");
  });

  test("conclusions that another seed changes are listed", () => {
    const worse = {
      ...summary,
      cells: summary.cells.map((cell) => ({ ...cell, logScore: { value: -9, standardError: 0 } })),
    };
    const goals = compareGoals(
      worse,
      { published: [{ method: "calm", row: "calm 2001" }], least: { roads: -2 }, aim: { roads: 0 } },
      published,
    );
    const page = (others: BenchmarkReportParts["others"]) =>
      renderReport(benchmarkReport({ ...parts, ...(others && { others }) }));
    const same = page([{ seed: "2", summary, goals: parts.goals }]);
    expect(same).toMatch(/None of 8 conclusions/);
    // A method on fewer splits is not told as the one with the largest mean.
    const short = {
      ...summary.cells[0]!,
      method: "short",
      splits: 1,
      logScore: { value: 9, standardError: 0 },
    };
    const more = { ...summary, cells: [...summary.cells, short] };
    const seeds = page([{ seed: "2", summary: more, goals: parts.goals }]);
    expect(seeds).toContain("(calm ");
    expect(seeds).not.toContain("(short ");
    const changed = page([{ seed: "2", summary: worse, goals }]);
    expect(changed).toContain("level reached on roads, chosen by set");
    expect(changed).toMatch(
      /calm beside calm 2001, log likelihood.*1 of 1; better on 1.*0 of 1; better on 0, not on roads/s,
    );
    expect(changed).toMatch(
      /not the same with every seed.*calm beside calm 2001, log likelihood.*reached.*missed/s,
    );
    expect(page(undefined)).not.toContain("Other seeds");
    expect(benchmarkReport(parts).title).toBe(parts.title);
    const other = { seed: "2", summary: parts.summary, goals: parts.goals };
    expect(benchmarkReport({ ...parts, others: [other] }).title).toBe(`${parts.title}, 2 seeds`);
  });

  test("remarks tell from the figures where a method does badly, and why", () => {
    const remark = (k: number) => plainText(benchmarkRemark(methods[k]!, summary, cells));
    expect(remark(0)).toMatch(
      /^calm: The best log likelihood on roads, <b>rivers<\/b>\. Its spread is too wide/,
    );
    expect(remark(1)).toMatch(
      /^bold & brave: Short chains\. Behind the best by 1\.10 nats on roads, .* too narrow: .* roads \(80\.0 %\).* further off .* roads \(2\.00 times\)/,
    );
    expect(remark(1)).toMatch(/On 4 of 4 splits its fit notes, as on the first of them: “Too bold\.”$/);
    expect(remark(2)).toBe("broken: no split was scored: it broke");
  });
});
