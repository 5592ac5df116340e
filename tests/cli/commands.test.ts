import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeFeatures } from "../../src/data/encodeFeatures.ts";
import { readTable } from "../../src/data/readTable.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import { sha256 } from "../../src/io/hash.ts";
import { loadPosteriorFile } from "../../src/io/posteriorFile.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const mcycle = example("mcycle.csv");
const yacht = example("yacht.csv");
const TARGET = "residuary_resistance";

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

/** Runs a command that must succeed and gives what it printed. */
async function succeed(...words: string[]): Promise<{ out: string; err: string }> {
  const { code, out, err } = await runCli(words, folder.path);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return { out, err };
}

async function json(...words: string[]) {
  const { out, err } = await succeed(...words, "--json");
  expect(err).toBe("");
  expect(out.endsWith("}\n")).toBe(true);
  return JSON.parse(out);
}

describe("fit", () => {
  test("says in words what was fitted, on standard output", async () => {
    const { out, err } = await succeed("fit", mcycle, "--target", "accel", "--seed", "a");
    expect(err).toBe("");
    expect(out).toContain("133 rows, input times, target accel");
    expect(out).toContain("shallow ReLU network with 44 fixed joints");
    expect(out).toMatch(/Prior variance 4\.169 \(learned\)/);
    expect(out).toMatch(
      /Scores of 133 rows, each predicted from the others:\n {2}root mean squared error +23/,
    );
    expect(folder.files()).toEqual([]);
  });

  test("prints the seed it chose, on standard error, and repeats with it", async () => {
    const first = await runCli(
      ["fit", yacht, "--target", TARGET, "--units", "20", "--test", "0.2"],
      folder.path,
    );
    const seed = /^seed (\d+) \(chosen for you; --seed \d+ repeats this run\)\n$/.exec(first.err)![1]!;
    const again = await runCli(
      ["fit", yacht, "--target", TARGET, "--units", "20", "--test", "0.2", "--seed", seed],
      folder.path,
    );
    expect(again).toEqual({ ...first, err: "" });
  });

  test("facts as one JSON object", async () => {
    const facts = await json(
      "fit",
      yacht,
      "--target",
      TARGET,
      "--units",
      "30",
      "--test",
      "0.25",
      "--seed",
      "1",
    );
    expect(facts).toMatchObject({
      command: "fit",
      seed: "1",
      data: { rows: 308, droppedRows: 0, target: TARGET, hash: sha256(readFileSync(yacht)) },
      rows: 231,
      heldOutRows: 77,
      method: "exact",
      model: { network: { kind: "random-relu", units: 30, seed: "1", linear: true }, standardise: "both" },
      parameters: 37,
      scoredOn: "held-out",
      scores: { rows: 77 },
    });
    // Of the four input scales the one with the largest evidence is taken.
    const best = Math.max(...facts.candidates.map((c: { logEvidence: number }) => c.logEvidence));
    expect(facts.candidates).toHaveLength(4);
    expect(facts.logEvidence).toBe(best);
  });

  test("flags reach the model", async () => {
    const words = [
      "--joints",
      "7",
      "--noise-variance",
      "0.3",
      "--prior-variance",
      "5",
      "--standardise",
      "inputs",
    ];
    const facts = await json("fit", mcycle, "--target", "accel", "--seed", "1", ...words);
    expect(facts.model).toMatchObject({
      prior: { variance: 5 },
      likelihood: { noiseVariance: 0.3 },
      standardise: "inputs",
    });
    expect(facts.model.network.joints).toHaveLength(7);
    expect(facts).toMatchObject({ priorVariance: 5, noiseVariance: 0.3 });
  });

  test("a whole model from a file", async () => {
    const spec = {
      network: { kind: "shallow-relu", joints: [0, 10, 20, 30] },
      prior: { kind: "normal", variance: "learned", biasVariance: "flat" },
      likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } },
    };
    writeFileSync(folder.at("spec.json"), JSON.stringify(spec));
    const facts = await json("fit", mcycle, "--target", "accel", "--seed", "1", "--spec", "spec.json");
    expect(facts.model).toEqual({ ...spec, standardise: "none" });
    expect(facts.evidenceKind).toBe("restricted");
  });

  test("chosen inputs, weights, dropped rows, categories and another delimiter", async () => {
    const rows = ["a;b;kind;w;y", "1;0;u;1;1", "2;9;v;2;2", "3;9;u;1;", "4;9;v;3;5", "5;0;u;1;4"];
    writeFileSync(folder.at("a.csv"), `${rows.join("\n")}\n`);
    const facts = await json(
      ...["fit", "a.csv", "--target", "y", "--features", "a,kind", "--weights", "w", "--units", "5"],
      ...["--missing", "drop", "--categorical", "one-hot", "--delimiter", "semicolon", "--seed", "1"],
    );
    expect(facts.data).toMatchObject({ rows: 4, droppedRows: 1, inputs: ["a", "kind=u", "kind=v"] });
  });

  test("--quiet prints nothing; --workers is accepted", async () => {
    const words = ["fit", mcycle, "--target", "accel", "--quiet", "--workers", "4", "--save", "m.json"];
    expect(await succeed(...words)).toEqual({ out: "", err: "" });
    expect(folder.files()).toEqual(["m.json"]);
  });
});

describe("predict", () => {
  const save = (...words: string[]) =>
    succeed("fit", yacht, "--target", TARGET, "--units", "20", "--seed", "1", "--save", "m.json", ...words);

  test("writes the same numbers as the library, found by name in any order of columns", async () => {
    await save();
    const text = readFileSync(yacht, "utf8");
    const table = readTable(text);
    const turned = table.rows.slice(0, 9).map((row) => [...row].reverse().join(","));
    writeFileSync(folder.at("new.csv"), `${[...table.columns].reverse().join(",")}\n${turned.join("\n")}\n`);
    const { out } = await succeed("predict", "m.json", "new.csv", "--out", "p.csv");
    expect(out).toBe("Wrote 9 predictions to p.csv\n");

    const { posterior, encoding } = await loadPosteriorFile(folder.at("m.json"));
    const x = encodeFeatures(encoding!, { ...table, rows: table.rows.slice(0, 9) });
    const predictive = asRegression(posterior).predict(x);
    const written = readTable(readFileSync(folder.at("p.csv"), "utf8"));
    expect(written.columns).toEqual(["mean", "sd_function", "sd_observation", "q05", "q50", "q95"]);
    const column = (j: number) => Float64Array.from(written.rows, (row) => Number(row[j]));
    expect(column(0)).toEqual(predictive.mean);
    expect(column(1)).toEqual(predictive.epistemic.map(Math.sqrt));
    expect(column(2)).toEqual(predictive.std);
    expect(column(3)).toEqual(predictive.quantile(0.05));
    expect(column(4)).toEqual(predictive.quantile(0.5));
    expect(column(5)).toEqual(predictive.quantile(0.95));
  });

  test("goes to standard output without --out, and is JSON if asked", async () => {
    await save();
    const { out } = await succeed("predict", "m.json", yacht);
    expect(out.split("\n")).toHaveLength(308 + 2);
    const facts = await json("predict", "m.json", yacht);
    expect(Object.keys(facts)).toEqual(["mean", "sd_function", "sd_observation", "q05", "q50", "q95"]);
    expect(facts.mean.map(String)).toEqual(
      out
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[0]),
    );
  });

  test("a table without rows gives a header", async () => {
    await save();
    writeFileSync(folder.at("none.csv"), readFileSync(yacht, "utf8").split("\n")[0]!);
    const { out } = await succeed("predict", "m.json", "none.csv");
    expect(out).toBe("mean,sd_function,sd_observation,q05,q50,q95\n");
  });

  test("--id copies a column, as text that no spreadsheet runs", async () => {
    writeFileSync(folder.at("a.csv"), "name,x,y\n=1+1,1,2\nb,2,3\nc,4,4\n");
    await succeed("fit", "a.csv", "--target", "y", "--features", "x", "--seed", "1", "--save", "m.json");
    const { out } = await succeed("predict", "m.json", "a.csv", "--id", "name");
    expect(out.split("\n").map((line) => line.split(",")[0])).toEqual(["name", "'=1+1", "b", "c", ""]);
  });

  test("categories that were not seen are refused or all zeros, as asked", async () => {
    writeFileSync(folder.at("a.csv"), "k,x,y\nu,1,2\nv,2,3\nu,4,4\nv,3,1\n");
    const words = ["--categorical", "one-hot", "--units", "5", "--seed", "1", "--save", "m.json"];
    await succeed("fit", "a.csv", "--target", "y", ...words);
    writeFileSync(folder.at("b.csv"), "k,x\nw,1\n");
    const refused = await runCli(["predict", "m.json", "b.csv"], folder.path);
    expect(refused).toMatchObject({ code: 3, out: "" });
    const { out } = await succeed("predict", "m.json", "b.csv", "--unknown-levels", "zeros");
    expect(out.split("\n")).toHaveLength(3);
  });
});

describe("list", () => {
  test("names and summaries", async () => {
    expect((await succeed("list")).out).toMatch(/^exact +Closed-form posterior/);
    expect((await json("list")).methods[0].name).toBe("exact");
  });
});

describe("help", () => {
  const commands = ["fit", "predict", "evaluate", "report", "sweep", "list", "demo"];

  test("names every command", async () => {
    for (const words of [[], ["--help"], ["help"]]) {
      const { out } = await succeed(...words);
      for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} `, "m"));
      expect(out).toContain("Exit codes: 0 done");
    }
  });

  test.each(commands)("%s shows worked examples", async (command) => {
    const { out } = await succeed(command, "--help");
    const examples = out.split("Examples:\n")[1]!;
    expect(examples.match(new RegExp(`^ {2}\\$ credence ${command}`, "gm"))!.length).toBeGreaterThanOrEqual(
      2,
    );
  });

  test("version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect((await succeed("--version")).out).toBe(`${version}\n`);
  });
});
