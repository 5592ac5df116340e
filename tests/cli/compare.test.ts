import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { methodNamesFlag, methodsOf } from "../../src/cli/compareFlags.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const words = (methods: string, ...more: string[]) => [
  "compare",
  example("mcycle.csv"),
  "--target",
  "accel",
  "--seed",
  "1",
  "--methods",
  methods,
  ...more,
];
const quick = ["--joints", "10", "--noise-variance", "0.2", "--prior-variance", "4"];

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

async function succeed(...line: string[]): Promise<string> {
  const { code, out, err } = await runCli(line, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}
const json = async (...line: string[]) => JSON.parse(await succeed(...line, "--json"));

describe("credence compare", () => {
  test("prints a table with the best first, and the differences from it", async () => {
    const out = await succeed(...words("map,exact", ...quick, "--option", "map.epochs=2", "--splits", "3"));
    const lines = out.trimEnd().split("\n");
    expect(lines[1]).toBe("2 methods on 3 folds, 133 rows predicted:");
    expect(lines[2]).toMatch(/^method +mean log score \(higher is better\) +mean CRPS/);
    expect(lines[3]).toMatch(/^exact +−\d\.\d+ ± 0\.\d+ /);
    expect(lines[4]).toMatch(/^map +−\d/);
    expect(lines[5]).toBe("Difference of the mean log score from exact:");
    expect(lines[6]).toMatch(/^ {2}map +−\d.* ± .* over rows +± .* over splits +p \d/);
  });

  test("gives everything as JSON: splits, scores, ranks and differences", async () => {
    const model = {
      network: { kind: "shallow-relu", joints: { count: 10 } },
      prior: { kind: "normal", variance: 4 },
      likelihood: { kind: "normal", noiseVariance: 0.2 },
      standardise: "both",
    };
    writeFileSync(folder.at("model.json"), JSON.stringify(model));
    const found = await json(...words("exact,laplace", "--spec", "model.json", "--splits", "3"));
    expect(found).toMatchObject({ command: "compare", seed: "1", splits: { kind: "folds", count: 3 } });
    expect(found.scores).toEqual(["logScore", "crps", "squaredError"]);
    const [exact, laplace] = found.candidates;
    expect(exact.splits.length).toBe(3);
    expect(exact.splits.reduce((sum: number, { testRows }: { testRows: number }) => sum + testRows, 0)).toBe(
      133,
    );
    expect(exact.model).toEqual(model);
    expect(laplace.model).toEqual(model);
    // On a linear model Laplace is exact; its mode is found to a few digits.
    expect(laplace.scores.logScore.value).toBeCloseTo(exact.scores.logScore.value, 4);
    expect(found.differences.length).toBe(3);
  });

  test("--test holds out the rows that credence fit holds out with the same seed", async () => {
    const model = ["--test", "0.25", ...quick];
    const found = await json(...words("exact", ...model));
    const fitted = await json("fit", example("mcycle.csv"), "--target", "accel", "--seed", "1", ...model);
    expect(found.splits).toEqual({ kind: "test parts", count: 1 });
    expect(found.candidates[0].scores.logScore.value).toBeCloseTo(fitted.scores.meanLogScore.value, 12);
    const more = await json(...words("exact", ...model, "--splits", "3"));
    expect(more.candidates[0].splits.length).toBe(3);
    expect(more.candidates[0].splits[0].scores).toEqual(found.candidates[0].splits[0].scores);
    expect(more.notes[0].code).toBe("overlap");
  });

  test("a method that fails is a line, and the others are compared", async () => {
    const out = await succeed(
      ...words(
        "exact,sgld",
        ...quick,
        "--splits",
        "2",
        "--option",
        "sgld.stepSize=1000",
        "--option",
        "sgld.steps=200",
      ),
    );
    expect(out).toMatch(/^sgld failed: sgld: the chain must stay finite/m);
    expect(out).toMatch(/^exact +−/m);
  });

  test("classes are compared by log score, Brier score and error rate", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 3},${i < 20 ? "low" : "high"}`);
    writeFileSync(folder.at("kinds.csv"), `a,b,kind\n${rows.join("\n")}\n`);
    const found = await json(
      ...["compare", "kinds.csv", "--target", "kind", "--seed", "1", "--methods", "map,mc-dropout"],
      ...["--hidden", "4", "--splits", "2", "--option", "map.epochs=20", "--option", "mc-dropout.epochs=20"],
    );
    expect(found.scores).toEqual(["logScore", "brier", "error"]);
  });

  test("an interrupt ends it with 130 and nothing on standard output", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const line = words("nuts", ...quick, "--option", "nuts.draws=1000000");
    const { code, out, err } = await runCli(line, folder.path, controller.signal);
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(err).toMatch(/^interrupted/);
  });

  test("refuses wrong flags, before anything is fitted", async () => {
    const refused = async (line: string[], problem: RegExp) => {
      const { code, out, err } = await runCli(line, folder.path);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(problem);
    };
    await refused(words("exact,nonsense"), /--methods.*"nonsense"/);
    await refused(words("exact,exact"), /--methods: the value must be different names/);
    await refused(words("exact", "--option", "draws=3"), /--option: an option must say of which/);
    await refused(words("exact", "--classes"), /--classes/);
    await refused(["compare", example("mcycle.csv"), "--target", "accel"], /--methods/);
    await refused(words("exact", "--splits", "0"), /--splits/);
  });
});

test("options go to the method that they name", () => {
  expect(methodsOf(["nuts", "mc-dropout"], { "nuts.draws": 5, "mc-dropout.a.b": 1 })).toEqual([
    { name: "nuts", options: { draws: 5 } },
    { name: "mc-dropout", options: { "a.b": 1 } },
  ]);
  expect(() => methodsOf(["nuts"], { "map.epochs": 1 })).toThrow(ArgumentError);
  expect(methodNamesFlag("--methods")(" a, b")).toEqual(["a", "b"]);
  expect(() => methodNamesFlag("--methods")("a,,b")).toThrow(ArgumentError);
});
