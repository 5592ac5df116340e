import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFolder, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const ROWS = 30;
const table = ["a,b,y"];
for (let i = 0; i < ROWS; i++) table.push(`${i},${(7 * i) % 11},${0.1 * i + ((7 * i) % 11)}`);
const exact = {
  name: "linear",
  method: { name: "exact" },
  model: {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: "learned" },
    likelihood: { kind: "normal", noiseVariance: 0.01 },
    standardise: "both",
  },
  inside: { folds: 3 },
};
const broken = { ...exact, name: "broken", model: { ...exact.model, prior: { kind: "none" } } };
const bench = {
  title: "small",
  remarks: ["Said of it all."],
  data: [
    { name: "lines", file: "lines.csv", target: "y", splits: "splits/lines.json", remark: "Straight." },
    { name: "gone", file: "gone.csv", target: "y", splits: "splits/lines.json", optional: true },
  ],
  methods: [exact, broken],
  published: "published.json",
  goals: {
    published: [{ method: "linear", row: "guess", betterOn: 1 }],
    least: { lines: 0 },
    aim: { lines: 99 },
  },
};
const published = [
  {
    name: "guess",
    source: "none",
    plusMinus: "standard error",
    splits: 20,
    rmse: { lines: [1, 0.1] },
    logScore: { lines: [-1, 0.1] },
  },
];

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
  mkdirSync(folder.at("splits"));
  write("lines.csv", `${table.join("\n")}\n`);
  write("splits/lines.json", { rows: ROWS, testRows: [[0, 5, 10], [1, 6, 11], [2]] });
  write("bench.json", bench);
  write("published.json", published);
});
afterEach(() => folder.remove());

const write = (name: string, content: unknown) =>
  writeFileSync(folder.at(name), typeof content === "string" ? content : JSON.stringify(content));
const read = (name: string) => JSON.parse(readFileSync(folder.at(name), "utf8"));
const bare = (...more: string[]) => runCli(["bench", "bench.json", "--out", "out", ...more], folder.path);

async function succeed(...more: string[]): Promise<string> {
  const { code, out, err } = await bare(...more);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

describe("credence bench", () => {
  test("runs the table, says what is left out, what failed and which goals are met, and goes on", async () => {
    const out = await succeed();
    expect(out).toMatch(/^Left out: gone, as there is no .*gone\.csv/);
    expect(out).toMatch(/lines: 30 rows, 2 inputs, 3 splits\nmethod +RMSE +log score/);
    expect(out).toMatch(/\nlinear +0\.\d{3} ± 0\.\d{3} +\d\.\d{3} ± /);
    expect(out).toMatch(/\nchosen by split +0\.\d{3} ± /);
    expect(out).toMatch(/ {2}broken failed: .*"none"/);
    expect(out).toMatch(/linear beside guess, RMSE: as good on 1 of 1 .* better on 1, 1 wanted: yes\./);
    expect(out).toMatch(/lines, chosen by set: .* least 0\.00, aim 99\.00: reaches the least\./);
    expect(out).toMatch(/Wrote out\n$/);
    const files = folder.files().filter((name) => name.startsWith("out/"));
    expect(files).toEqual(["out/index.html", "out/results.json", "out/run.json", "out/summary.json"]);
    const [summary, results] = [read("out/summary.json"), read("out/results.json")];
    expect(summary.cells.map(({ method }: { method: string }) => method)).toEqual([
      "linear",
      "broken",
      "chosen by split",
      "chosen by set",
    ]);
    expect(results[0].cells[0].splits.length).toBe(3);
    expect(read("out/run.json").runs).toMatchObject([{ seed: "1", cached: 0 }]);
    const before = readFileSync(folder.at("out/summary.json"), "utf8");
    await succeed("--quiet");
    expect(read("out/run.json").runs).toMatchObject([{ cached: 6 }]);
    expect(readFileSync(folder.at("out/summary.json"), "utf8")).toBe(before);
  });

  test("a part of it as JSON: data sets, methods, splits, another table", async () => {
    write("other.csv", `${table.join("\n")}\n`);
    const words = [
      "--methods",
      "linear",
      "--splits",
      "2",
      "--data",
      "gone=other.csv",
      "--json",
      "--seed",
      "2",
    ];
    const found = JSON.parse(await succeed(...words));
    expect(found).toMatchObject({ command: "bench", title: "small", seed: "2", absent: [] });
    expect(found.cells.map(({ set, splits }: { set: string; splits: number }) => [set, splits])).toEqual([
      ["lines", 2],
      ["gone", 2],
      ["lines", 2],
      ["lines", 2],
      ["gone", 2],
      ["gone", 2],
    ]);
    expect(found.seconds).toMatchObject([{ set: "lines", method: "linear" }, { set: "gone" }]);
  });

  test("other seeds are run too, and stand beside each other on the page", async () => {
    const found = JSON.parse(await succeed("--methods", "linear", "--other-seeds", "a,b", "--json"));
    expect(found.others.map(({ seed }: { seed: string }) => seed)).toEqual(["a", "b"]);
    // Exact inference with given settings draws no random numbers but those of the folds.
    expect(found.others[0].cells[0]).toEqual(found.cells[0]);
    const html = readFileSync(folder.at("out/index.html"), "utf8");
    expect(html).toMatch(/None of 6 conclusions, .* with another seed/);
    expect(html).toMatch(/Said of it all\..*lines: Straight\./s);
    expect(read("out/run.json").runs.length).toBe(3);
  });

  test("refuses what it cannot understand, in the words of the user", async () => {
    const fails = async (message: RegExp, ...more: string[]) => {
      const { code, err } = await bare(...more);
      expect(err).toMatch(message);
      expect(code).toBeGreaterThan(1);
    };
    await fails(/--sets: "nothing" is not in the file/, "--sets", "nothing");
    await fails(/--methods: .*different names/, "--methods", "linear,linear");
    await fails(/--data: .*name and a path/, "--data", "lines");
    await fails(/no data set is there: gone/, "--sets", "gone");
    write("splits/lines.json", { rows: 29, testRows: [[0]] });
    await fails(/the splits are of 29 rows, the table has 30/);
    write("splits/lines.json", { testRows: [[30]] });
    await fails(/row of split 0 must be/);
    write("splits/lines.json", {});
    await fails(/testRows/);
    write("bench.json", { ...bench, metods: [] });
    await fails(/unknown option "metods"/);
    write("bench.json", { ...bench, goals: { least: { line: 0 } } });
    await fails(/goals: least: data set "line" is not in the benchmark\. It has lines, gone/);
    write("bench.json", "[");
    await fails(/must hold JSON/);
    write("bench.json", { data: 1 });
    await fails(/data must be a list/);
    write("bench.json", { ...bench, methods: [null] });
    await fails(/bench\.json: every method must be an object, got null/);
    write("bench.json", { ...bench, data: [], goals: {} });
    await fails(/at least one data set is required/);
  });

  test("an interrupt says how to go on", async () => {
    const controller = new AbortController();
    controller.abort(new Error("interrupted"));
    const line = ["bench", "bench.json", "--out", "out"];
    const { code, err } = await runCli(line, folder.path, controller.signal);
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted: /);
  });
});
