import { readFileSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeDataset } from "../../src/data/encodeDataset.ts";
import { readTable } from "../../src/data/readTable.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { sha256 } from "../../src/io/hash.ts";
import { loadPosteriorFile } from "../../src/io/posteriorFile.ts";
import { evaluate } from "../../src/metrics/evaluate.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

/** Runs a command that must succeed and gives what it printed. */
async function succeed(...words: string[]): Promise<string> {
  const { code, out, err } = await runCli(words, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

const json = async (...words: string[]) => JSON.parse(await succeed(...words, "--json"));

async function refuse(code: number, message: RegExp, ...words: string[]): Promise<void> {
  const before = folder.files();
  const found = await runCli(words, folder.path);
  expect(found).toMatchObject({ code, out: "" });
  expect(found.err).toMatch(/^error: [^\n]+\n$/);
  expect(found.err).toMatch(message);
  expect(folder.files()).toEqual(before);
}

const yacht = example("yacht.csv");
const TARGET = "residuary_resistance";
const saveYacht = () =>
  succeed("fit", yacht, "--target", TARGET, "--units", "20", "--seed", "1", "--save", "m.json", "--quiet");

/** Rows of two inputs, a place and a kind that the inputs tell. */
function kinds(): string {
  const rng = createRng("kinds");
  const rows = Array.from({ length: 90 }, (_, i) => {
    const k = i % 3;
    const place = i < 4 ? "island" : ["north", "south"][i % 2];
    return `${k + 0.7 * rng.normal()},${0.7 * rng.normal() - k},${place},${"uvw"[k]}`;
  });
  return `a,b,place,kind\n${rows.join("\n")}\n`;
}
const saveKinds = async () => {
  writeFileSync(folder.at("kinds.csv"), kinds());
  const words = ["--features", "a,b", "--method", "map", "--option", "epochs=30", "--seed", "1"];
  await succeed("fit", "kinds.csv", "--target", "kind", ...words, "--save", "k.json", "--quiet");
};

describe("numbers", () => {
  test("the scores are those of the library, by group and at the levels asked for", async () => {
    await saveYacht();
    const words = ["--group", "prismatic_coef", "--level", "0.3,0.99"];
    const facts = await json("evaluate", "m.json", yacht, ...words);

    const { posterior, encoding } = await loadPosteriorFile(folder.at("m.json"));
    const table = readTable(readFileSync(yacht, "utf8"));
    const data = encodeDataset(encoding!, table);
    const j = table.columns.indexOf("prismatic_coef");
    const scores = evaluate(asRegression(posterior).predict(data.x), data.y.data, {
      levels: [0.3, 0.99],
      groups: table.rows.map((row) => String(row[j])),
    });
    expect(facts).toEqual({
      command: "evaluate",
      model: "m.json",
      method: "exact",
      data: { file: yacht, hash: sha256(readFileSync(yacht)), rows: 308, droppedRows: 0 },
      group: "prismatic_coef",
      target: TARGET,
      scores: JSON.parse(JSON.stringify(scores)),
    });
    expect(scores.groups!.length).toBeGreaterThan(3);
  });

  test("a table of words, the same at every run", async () => {
    await saveYacht();
    const out = await succeed("evaluate", "m.json", yacht);
    expect(out).toMatch(/^m\.json \(exact\) on 308 rows of .*yacht\.csv, target residuary_resistance:\n/);
    expect(out).toMatch(/^ {2}root mean squared error +\d+\.\d+ ± \d\.\d+ {2}lower is better$/m);
    expect(out).toMatch(/^ {2}coverage of 95 % intervals +0\.\d+ ± 0\.\d+ {2}mean width \d/m);
    expect(out).toMatch(/^ {2}miscalibration area +0\.\d+ ± 0\.\d+ {2}by chance 0\.01/m);
    expect(out).toMatch(/^ {2}PIT values in their 95 % band +(yes|no) +.*Kolmogorov-Smirnov p = /m);
    expect(out).not.toMatch(/NaN|undefined|null/);
    expect(await succeed("evaluate", "m.json", yacht)).toBe(out);
    expect(await succeed("evaluate", "m.json", yacht, "--quiet")).toBe("");
  });

  test("a seed names the samples of the intervals, and no others are changed", async () => {
    await saveYacht();
    const facts = await json("evaluate", "m.json", yacht, "--seed", "b");
    const plain = await json("evaluate", "m.json", yacht);
    expect(facts.seed).toBe("b");
    expect(facts.scores.rmse).toEqual(plain.scores.rmse);
    const area = (one: typeof facts) => one.scores.calibrationErrors.quantiles.area;
    expect(area(facts).value).toBe(area(plain).value);
    expect(area(facts).standardError).not.toBe(area(plain).standardError);
  });

  test("rows with missing cells are refused, or dropped with the labels of the others kept in place", async () => {
    const line = (i: number) =>
      `${i === 3 ? "" : i / 10},${Math.sin(i)},${i < 20 ? "a" : i < 25 ? " " : "b"}`;
    const rows = Array.from({ length: 40 }, (_, i) => line(i));
    writeFileSync(folder.at("holes.csv"), `x,y,g\n${rows.join("\n")}\n`);
    writeFileSync(
      folder.at("full.csv"),
      `x,y\n${Array.from({ length: 9 }, (_, i) => `${i},${i % 2}`).join("\n")}\n`,
    );
    await succeed("fit", "full.csv", "--target", "y", "--seed", "1", "--save", "m.json", "--quiet");
    await refuse(
      3,
      /holes\.csv: column "x", row 5.*missing.*--missing drop/,
      "evaluate",
      "m.json",
      "holes.csv",
    );
    const drop = ["evaluate", "m.json", "holes.csv", "--missing", "drop", "--group", "g"];
    const facts = await json(...drop);
    expect(facts.data).toMatchObject({ rows: 39, droppedRows: 1 });
    expect(facts.scores.groups.map((g: { group: string; rows: number }) => [g.group, g.rows])).toEqual([
      ["a", 19],
      ["(missing)", 5],
      ["b", 15],
    ]);
    const out = await succeed(...drop);
    expect(out).toContain("1 with missing cells dropped");
    expect(out).toMatch(/^ {2}\(missing\) +5 +fewer than 10 rows: not scored$/m);
  });
});

describe("classes", () => {
  test("the scores are those of the library, by group", async () => {
    await saveKinds();
    const facts = await json("evaluate", "k.json", "kinds.csv", "--group", "place");
    const { posterior, encoding } = await loadPosteriorFile(folder.at("k.json"));
    const data = encodeDataset(encoding!, readTable(kinds()));
    const predictive = (posterior as Posterior<"classification">).predict(data.x);
    const groups = readTable(kinds()).rows.map((row) => String(row[2]));
    const scores = evaluate(predictive, data.y.data, { groups });
    expect(facts.scores).toEqual(JSON.parse(JSON.stringify(scores)));
    expect(facts).toMatchObject({ method: "map", target: "kind", group: "place" });

    const out = await succeed("evaluate", "k.json", "kinds.csv", "--group", "place");
    expect(out).toMatch(/^ {2}accuracy +0\.\d+ ± 0\.\d+ {2}higher is better$/m);
    expect(out).toMatch(/^ {2}expected calibration error +0\.\d+ ± 0\.\d+ {2}by chance 0\.\d+$/m);
    expect(out).toMatch(/^ {2}AUROC of class w +/m);
    expect(out).toMatch(
      /^By place:\n {2}group +rows +accuracy .*\n {2}island +4 +fewer than 10 rows: not scored\n {2}north +43 /m,
    );
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  test("have no intervals", async () => {
    await saveKinds();
    await refuse(
      2,
      /--level: the model predicts classes/,
      "evaluate",
      "k.json",
      "kinds.csv",
      "--level",
      "0.9",
    );
  });

  test("a class that the model does not know is refused", async () => {
    await saveKinds();
    writeFileSync(folder.at("new.csv"), "a,b,kind\n1,2,x\n");
    await refuse(
      3,
      /new\.csv: column "kind", row 2.*"x" is not among the known levels/,
      "evaluate",
      "k.json",
      "new.csv",
    );
  });
});

describe("a table of predictions", () => {
  const rows = ["mean,sd,site,observed", "1,0.5,a,1.2", "2,1,a,0", "0,,b,1", "3,0.1,b,3.1"];
  const write = (name: string, lines: readonly string[]) =>
    writeFileSync(folder.at(name), `${lines.join("\n")}\n`);

  test("is judged like those of a model", async () => {
    write("p.csv", rows);
    const facts = await json("evaluate", "p.csv", "--missing", "drop", "--group", "site");
    const predictive = normalPredictive({
      mean: Float64Array.of(1, 2, 3),
      epistemic: new Float64Array(3),
      aleatoric: Float64Array.of(0.25, 1, 0.1 * 0.1),
    });
    const scores = evaluate(predictive, [1.2, 0, 3.1], { groups: ["a", "a", "b"] });
    expect(facts).toMatchObject({ target: "observed", data: { rows: 3, droppedRows: 1 } });
    expect(facts).not.toHaveProperty("model");
    expect(facts.scores).toEqual(JSON.parse(JSON.stringify(scores)));
    expect(await succeed("evaluate", "p.csv", "--missing", "drop")).toMatch(
      /^Predictions on 3 rows of p\.csv, 1 with missing cells dropped, target observed:\n/,
    );
  });

  test("comes in any format, and from standard input", async () => {
    const lines = rows.slice(1, 3).map((line) => line.split(","));
    write("p.csv", rows.slice(0, 3));
    write(
      "p.jsonl",
      lines.map(([mean, sd, site, observed]) =>
        JSON.stringify({ mean: Number(mean), sd: Number(sd), site, observed: Number(observed) }),
      ),
    );
    const { scores } = await json("evaluate", "p.csv");
    expect((await json("evaluate", "p.jsonl")).scores).toEqual(scores);
    const piped = Readable.from([readFileSync(folder.at("p.csv"))]);
    const { out } = await runCli(["evaluate", "-", "--json"], folder.path, undefined, piped);
    expect(JSON.parse(out).scores).toEqual(scores);
  });

  test("needs its columns, and standard deviations that are none below 0", async () => {
    write("p.csv", rows);
    write("negative.csv", [...rows.slice(0, 2), "2,-1,a,0"]);
    write("other.csv", ["mean,std,observed", "1,1,1"]);
    await refuse(3, /p\.csv: column "sd", row 4.*missing/, "evaluate", "p.csv");
    await refuse(3, /column "sd", row 3 .*at least 0, got -1/, "evaluate", "negative.csv");
    await refuse(3, /other\.csv: there is no column "sd"; the columns are/, "evaluate", "other.csv");
  });
});

describe("what cannot be scored", () => {
  test("flags, models and tables", async () => {
    await saveYacht();
    const header = readFileSync(yacht, "utf8").split("\n")[0]!;
    writeFileSync(folder.at("none.csv"), `${header}\n`);
    writeFileSync(folder.at("no-target.csv"), readFileSync(yacht, "utf8").replace(TARGET, "other"));
    writeFileSync(folder.at("text.csv"), "hello\nworld\n");
    const on = (...words: string[]) => ["evaluate", "m.json", ...words];
    await refuse(2, /missing required argument 'model'/, "evaluate");
    await refuse(2, /m\.json: a model needs a table of rows/, "evaluate", "m.json");
    await refuse(2, /--level: the value must be .*below 1, got 90/, ...on(yacht, "--level", "0.5,90"));
    await refuse(2, /--level: .*got ""/, ...on(yacht, "--level", "0.5,"));
    await refuse(2, /--group: there is no column "site" in .*yacht\.csv/, ...on(yacht, "--group", "site"));
    await refuse(2, /gone\.csv/, ...on("gone.csv"));
    await refuse(2, /gone\.json/, "evaluate", "gone.json", yacht);
    await refuse(3, /text\.csv/, "evaluate", "text.csv", yacht);
    await refuse(3, /none\.csv: at least one row must be left to judge/, ...on("none.csv"));
    await refuse(3, /there is no column "residuary_resistance"/, ...on("no-target.csv"));
    await refuse(3, /text\.csv: there is no column/, ...on("text.csv"));
  });
});
