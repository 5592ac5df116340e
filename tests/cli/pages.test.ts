import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sha256 } from "../../src/io/hash.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

// Pages are drawn in full: slower than other tests on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const mcycle = example("mcycle.csv");

let folder: Folder;
beforeAll(() => {
  folder = createFolder();
});
afterAll(() => folder.remove());

async function succeed(...words: string[]): Promise<string> {
  const { code, out, err } = await runCli(words, folder.path);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
}

const page = (name: string) => readFileSync(folder.at(name), "utf8");

describe("demo", () => {
  test("writes a page under reports and prints its path and the scores", async () => {
    const out = await succeed("demo");
    expect(out).toMatch(/coverage of 90 % intervals +0\.\d+ ± 0\.\d+/);
    expect(out.trim().split("\n").at(-1)).toBe("Wrote reports/demo/index.html");
    const files = ["", "/demo", "/demo/index.html", "/demo/metrics.json", "/demo/run.json"];
    expect(folder.files()).toEqual(files.map((path) => `reports${path}`));
    const html = page("reports/demo/index.html");
    expect(html).toContain("<!DOCTYPE html>");
    expect(html).not.toContain("<script");
    expect(html).toContain(sha256(readFileSync(mcycle)));
    expect(html).toContain("credence demo --seed demo");
    expect(html.length).toBeLessThan(300_000);
  });

  test("its committed page and metrics are what npm start makes", () => {
    for (const name of ["reports/demo/index.html", "reports/demo/metrics.json"])
      expect(page(name) === readFileSync(name, "utf8"), name).toBe(true);
  });

  test("is the same page every time", async () => {
    await succeed("demo", "--out", "again.html", "--quiet");
    const command = /credence demo .*?(?=<\/code>)/;
    expect(page("again.html").replace(command, "")).toBe(
      page("reports/demo/index.html").replace(command, ""),
    );
  });
});

describe("report", () => {
  test("one input", async () => {
    const out = await succeed("report", mcycle, "--target", "accel", "--seed", "1", "--out", "m.html");
    expect(out).toContain("Wrote m.html\n");
    expect(page("m.html")).toContain("mcycle.csv: accel");
  });

  test("several inputs with rows held out; the command on the page makes it again", async () => {
    const data = example("yacht.csv");
    const words = ["report", data, "--target", "residuary_resistance", "--units", "20", "--test", "30"];
    const { code, err } = await runCli([...words, "--out", "y.html"], folder.path);
    expect(code).toBe(0);
    const first = page("y.html");
    const command = /<code>credence (report .*?)<\/code>/.exec(first)![1]!;
    expect(err).toContain(`--seed ${/--seed (\d+)/.exec(command)![1]}`);
    await succeed(...command.split(" "));
    expect(page("y.html")).toBe(first);
  });

  test("a flat prior has no variance to sweep: the page does without", async () => {
    writeFileSync(
      folder.at("flat.json"),
      JSON.stringify({
        network: { kind: "linear" },
        prior: { kind: "normal", variance: "flat" },
        likelihood: { kind: "normal", noiseVariance: "learned" },
      }),
    );
    await succeed(
      "report",
      mcycle,
      "--target",
      "accel",
      "--spec",
      "flat.json",
      "--seed",
      "1",
      "--out",
      "f.html",
    );
    expect(page("f.html")).toContain("mcycle.csv");
  });
});

describe("sweep", () => {
  test("prints a table and where the evidence is largest", async () => {
    const words = ["sweep", mcycle, "--target", "accel", "--prior-variance", "0.01..1000", "--seed", "1"];
    const out = await succeed(...words);
    const lines = out.trim().split("\n");
    expect(lines[1]).toMatch(
      /^prior variance +log evidence +effective parameters +leave-one-out mean log score$/,
    );
    expect(lines).toHaveLength(2 + 11 + 1);
    expect(lines[2]).toMatch(/^ +0\.01 /);
    expect(lines[12]).toMatch(/^ +1000 /);
    const fit = JSON.parse(await succeed("fit", mcycle, "--target", "accel", "--seed", "1", "--json"));
    const facts = JSON.parse(await succeed(...words, "--points", "31", "--json"));
    expect(facts.priorVariances).toHaveLength(31);
    expect(facts.leaveOneOut.mean).toHaveLength(31);
    // The sweep and the fit find the maximum of the same evidence.
    expect(facts.maximum.priorVariance).toBeCloseTo(fit.priorVariance, 6);
    expect(Math.max(...facts.logEvidence)).toBeLessThanOrEqual(fit.logEvidence);
    expect(lines.at(-1)).toBe("The evidence is largest, −628.88, at prior variance 4.169.");
  });

  test("with rows held out it scores those; --out writes a page", async () => {
    const words = ["--test", "0.3", "--joints", "20", "--seed", "1", "--out", "s.html"];
    const out = await succeed("sweep", mcycle, "--target", "accel", ...words);
    expect(out).toContain("held-out mean log score");
    expect(page("s.html")).toContain("σ");
  });

  test("a target that is a straight line: no maximum, and it is said", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i % 2 === 0 ? 1 : -1}`);
    writeFileSync(folder.at("noise.csv"), `x,y\n${rows.join("\n")}\n`);
    const out = await succeed("sweep", "noise.csv", "--target", "y", "--joints", "2", "--seed", "1");
    expect(out).toContain("The evidence has no maximum: it still rises as the prior variance goes to zero.");
  });
});
