import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { conformalInterval, fitConformal } from "../../src/calibration/fitConformal.ts";
import { fitIsotonic } from "../../src/calibration/fitIsotonic.ts";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import { encodeDataset } from "../../src/data/encodeDataset.ts";
import { readTable } from "../../src/data/readTable.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import { loadPosteriorFile } from "../../src/io/posteriorFile.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

const run = (...words: string[]) => runCli(words, folder.path);

/** The model of the yachts, fitted once. */
let model: string | undefined;

/** The yachts in three tables, to fit, held out, and new, and a model of the first. */
async function saveYachts(heldOut = 60): Promise<void> {
  const [header, ...rows] = readFileSync(example("yacht.csv"), "utf8").trim().split("\n");
  const order = rows.map((_, i) => rows[(i * 113) % rows.length]!);
  const write = (name: string, part: string[]) =>
    writeFileSync(folder.at(name), `${[header, ...part].join("\n")}\n`);
  write("fit.csv", order.slice(0, 120));
  write("held.csv", order.slice(120, 120 + heldOut));
  write("new.csv", order.slice(200, 230));
  if (model === undefined) {
    const words = ["--target", "residuary_resistance", "--units", "20", "--seed", "1", "--save", "m.json"];
    expect((await run("fit", "fit.csv", ...words)).code).toBe(0);
    model = readFileSync(folder.at("m.json"), "utf8");
  }
  writeFileSync(folder.at("m.json"), model);
}

async function library() {
  const { posterior, encoding } = await loadPosteriorFile(folder.at("m.json"));
  const read = (name: string) => encodeDataset(encoding!, readTable(readFileSync(folder.at(name), "utf8")));
  const predict = (name: string) => asRegression(posterior).predict(read(name).x);
  return { heldOut: predict("held.csv"), y: read("held.csv").y.data, fresh: predict("new.csv") };
}

describe("predict with held-out rows", () => {
  test("conformal intervals are those of the library", async () => {
    await saveYachts();
    const { code, out, err } = await run(
      "predict",
      "m.json",
      "new.csv",
      "--held-out",
      "held.csv",
      "--conformal",
      "0.9",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const written = readTable(out);
    expect(written.columns.slice(-2)).toEqual(["lower", "upper"]);
    const { heldOut, y, fresh } = await library();
    const expected = conformalInterval(fresh, fitConformal(heldOut, y, { level: 0.9 }));
    const column = (j: number) => Float64Array.from(written.rows, (row) => Number(row[j]));
    expect(column(6)).toEqual(expected.lower);
    expect(column(7)).toEqual(expected.upper);
  });

  test("recalibrated predictions are those of the library", async () => {
    await saveYachts();
    const words = ["--held-out", "held.csv", "--recalibrate", "isotonic", "--json"];
    const { out } = await run("predict", "m.json", "new.csv", ...words);
    const { heldOut, y, fresh } = await library();
    const learned = fitIsotonic(heldOut, y);
    const mended = recalibrate(fresh, learned);
    const facts = JSON.parse(out);
    expect(facts.mean).toEqual(Array.from(mended.mean));
    expect(facts.q95).toEqual(Array.from(mended.quantile(0.95)));
    expect(facts.notes).toEqual(learned.notes);
  });

  test("too few rows give infinite intervals, and a note that says so", async () => {
    await saveYachts(5);
    const words = ["predict", "m.json", "new.csv", "--held-out", "held.csv", "--conformal", "0.9"];
    const { code, out, err } = await run(...words);
    expect(code).toBe(0);
    expect(err).toMatch(/^Note: 5 rows are too few for a finite bound at level 0\.9, which takes 9/);
    expect(out.split("\n")[1]).toMatch(/,-Infinity,Infinity$/);
    expect((await run(...words, "--quiet")).err).toBe("");
  });

  test("classes: sets, and temperature", async () => {
    const rows = Array.from({ length: 90 }, (_, i) => {
      const x = ((i * 37) % 90) / 45 - 1;
      return `${x},${x + (((i * 29) % 13) - 6) / 8 > 0 ? "yes" : "no"}`;
    });
    const write = (name: string, from: number, to: number) =>
      writeFileSync(folder.at(name), `x,answer\n${rows.slice(from, to).join("\n")}\n`);
    write("fit.csv", 0, 40);
    write("held.csv", 40, 80);
    write("new.csv", 80, 90);
    const words = [
      "--target",
      "answer",
      "--method",
      "map",
      "--seed",
      "1",
      "--hidden",
      "5",
      "--option",
      "epochs=50",
    ];
    expect((await run("fit", "fit.csv", ...words, "--save", "m.json")).code).toBe(0);
    const predict = (...more: string[]) =>
      run("predict", "m.json", "new.csv", "--held-out", "held.csv", ...more);
    const sets = await predict("--conformal", "0.8");
    expect(sets.out.split("\n")[0]).toBe("class,prob_no,prob_yes,entropy,set_no,set_yes");
    const warm = await predict("--recalibrate", "temperature");
    expect(warm.code).toBe(0);
    expect(warm.out).not.toBe((await run("predict", "m.json", "new.csv")).out);
    const wrong = await predict("--recalibrate", "variance");
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toMatch(/--recalibrate: predictions of classes need temperature, vector or isotonic/);
  });

  test.each([
    [["--conformal", "0.9"], 2, /--conformal: rows that had no part in the fit are required/],
    [["--recalibrate", "isotonic"], 2, /--recalibrate: rows that had no part in the fit/],
    [["--held-out", "held.csv"], 2, /--held-out: held-out rows must have one use.*got none/],
    [["--held-out", "held.csv", "--conformal", "0.9", "--recalibrate", "variance"], 2, /got both/],
    [["--held-out", "held.csv", "--conformal", "1"], 2, /--conformal/],
    [["--held-out", "held.csv", "--recalibrate", "magic"], 2, /--recalibrate/],
    [["--held-out", "held.csv", "--recalibrate", "temperature"], 2, /numbers need variance or isotonic/],
    [["--held-out", "none.csv", "--conformal", "0.9"], 2, /none\.csv/],
    [["--held-out", "short.csv", "--conformal", "0.9"], 3, /short\.csv/],
  ] as const)("%j is refused", async (words, code, message) => {
    await saveYachts();
    writeFileSync(folder.at("short.csv"), "froude\n1\n");
    const outcome = await run("predict", "m.json", "new.csv", ...words);
    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toMatch(message);
    expect(outcome.err.split("\n")).toHaveLength(2);
  });
});
