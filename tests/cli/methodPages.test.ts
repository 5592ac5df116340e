import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createRng } from "../../src/random/rng.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

// Pages are drawn in full: slower than other tests on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const mcycle = example("mcycle.csv");
const basis = ["--joints", "6", "--noise-variance", "0.2", "--prior-variance", "4"];

let folder: Folder;
beforeAll(() => {
  folder = createFolder();
  const rng = createRng("classes");
  const rows = Array.from({ length: 60 }, () => {
    const [a, b] = [rng.normal(), rng.normal()];
    return `${a},${b},${a + b * b > 1 ? "in" : "out"}`;
  });
  writeFileSync(folder.at("classes.csv"), `a,b,kind\n${rows.join("\n")}\n`);
});
afterAll(() => folder.remove());

async function succeed(...words: string[]): Promise<string> {
  const { code, out, err } = await runCli(words, folder.path);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
}
const page = (name: string) => readFileSync(folder.at(name), "utf8");

test("a target without spread has a page where both variances are given, without a sweep that would learn one", async () => {
  writeFileSync(
    folder.at("constant.csv"),
    `x,y\n${Array.from({ length: 20 }, (_, i) => `${i},3`).join("\n")}\n`,
  );
  const given = ["--noise-variance", "0.1", "--prior-variance", "1", "--out", "constant.html"];
  await succeed("report", "constant.csv", "--target", "y", ...given);
  expect(page("constant.html")).not.toContain("What the prior variance does");
});

describe("credence report by methods other than exact", () => {
  test("holds a fifth of the rows out where nothing else is said, and stands beside the exact posterior", async () => {
    const method = ["--method", "laplace", ...basis, "--seed", "1", "--out", "laplace.html"];
    const out = await succeed("report", mcycle, "--target", "accel", ...method);
    expect(out).toContain("Scores on 27 rows held out");
    const html = page("laplace.html");
    expect(html).toMatch(/of 27 held-out rows/);
    expect(html).toContain("Beside the exact posterior");
    const { provenance, scores, finding } = JSON.parse(page("laplace.metrics.json"));
    expect(provenance.command).toContain("--method laplace");
    expect(scores.rows).toBe(27);
    expect(finding).toMatch(/the standard deviation of f by laplace is 1\.00 of the exact one, right/);
    await succeed("report", mcycle, "--target", "accel", ...method.slice(0, -1), "again.html");
    expect(page("again.html").replaceAll("again.html", "laplace.html")).toBe(html);
  });

  test("takes --test and the options of the method", async () => {
    const method = ["--method", "map", "--hidden", "4", "--option", "epochs=5", "--test", "33"];
    const out = await succeed(
      "report",
      mcycle,
      "--target",
      "accel",
      ...method,
      "--seed",
      "1",
      "--out",
      "map.html",
    );
    expect(out).toContain("Scores on 33 rows held out");
    expect(page("map.html")).toContain("How the training went");
  });

  test("predicts classes", async () => {
    const method = ["--method", "map", "--hidden", "4", "--option", "epochs=30"];
    await succeed(
      "report",
      "classes.csv",
      "--target",
      "kind",
      ...method,
      "--seed",
      "1",
      "--out",
      "classes.html",
    );
    const html = page("classes.html");
    expect(html).toMatch(/The most probable class is right for/);
    expect(html).toContain("Probability of ");
    expect(JSON.parse(page("classes.metrics.json")).scores.accuracy.value).toBeGreaterThan(0.3);
  });
});

describe("credence compare --out", () => {
  test("writes a page with the methods beside the exact posterior, and its metrics", async () => {
    const flags = ["--methods", "exact,laplace", ...basis, "--splits", "3", "--seed", "1", "--out", "c.html"];
    const out = await succeed("compare", mcycle, "--target", "accel", ...flags);
    expect(out).toContain("Wrote c.html\n");
    const html = page("c.html");
    expect(html).toContain("mcycle.csv: accel, 2 methods");
    expect(html).toContain("Compared on 3 folds");
    expect(html).toContain("Beside the exact posterior");
    const { comparison, finding } = JSON.parse(page("c.metrics.json"));
    expect(comparison.candidates.length).toBe(2);
    expect(finding).toMatch(/^By mean log score/);
  });

  test("does not depend on the number of workers", async () => {
    const flags = [
      "--methods",
      "exact,map",
      ...basis,
      "--option",
      "map.epochs=3",
      "--splits",
      "2",
      "--seed",
      "1",
    ];
    const words = ["compare", mcycle, "--target", "accel", ...flags];
    await succeed(...words, "--out", "one.html");
    await succeed(...words, "--out", "two.html", "--workers", "2");
    const made = (name: string) => page(name).replace(/<code>credence compare[^<]*<\/code>/, "");
    expect(made("two.html")).toBe(made("one.html"));
  });

  test("refuses a wrong name before anything is fitted", async () => {
    const flags = ["--methods", "exact", "--out", "c.svg"];
    const { code, err } = await runCli(["compare", mcycle, "--target", "accel", ...flags], folder.path);
    expect(code).toBe(2);
    expect(err).toMatch(/figures go into a folder/);
  });
});
