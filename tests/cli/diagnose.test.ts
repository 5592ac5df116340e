import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listMethods } from "../../src/inference/registry.ts";
import { createRng } from "../../src/random/rng.ts";
import { BRIEF } from "../study/briefMethods.ts";
import { createFolder, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: Folder;
beforeAll(() => {
  folder = createFolder();
  const rng = createRng("table");
  const rows = Array.from({ length: 30 }, (_, i) => {
    const x = i / 10 - 1.5;
    return `${x},${x * x + 0.3 * rng.normal()}`;
  });
  writeFileSync(folder.at("d.csv"), `time,height\n${rows.join("\n")}\n`);
  writeFileSync(folder.at("short.csv"), `time,height\n${rows.slice(5).join("\n")}\n`);
});
afterAll(() => folder.remove());

/** Runs a command that must succeed and gives what it printed. */
async function succeed(...line: string[]): Promise<string> {
  const { code, out, err } = await runCli(line, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

async function save(name: string, file: string, more: readonly string[] = []): Promise<void> {
  const options = Object.entries(BRIEF[name]!).flatMap(([key, value]) => [
    "--option",
    `${key}=${JSON.stringify(value)}`,
  ]);
  const hidden = name === "exact" ? [] : ["--hidden", "3"];
  const line = ["--target", "height", "--method", name, ...hidden, ...options, "--seed", "1", ...more];
  await succeed("fit", "d.csv", ...line, "--save", file);
}

const CHAINS = new Set(["sgld", "psgld", "sghmc", "baoab", "hmc", "nuts"]);
const HAMILTONIAN = new Set(["hmc", "nuts"]);

describe.each(listMethods().map(({ name }) => name))("credence diagnose of %s", (name) => {
  const file = `${name}.json`;
  beforeAll(() => save(name, file));

  test("says in words how well the posterior is known, or why there is no R-hat", async () => {
    const text = await succeed("diagnose", file, "--at", "d.csv", "--points", "3");
    const [first] = text.split("\n");
    expect(first).toMatch(new RegExp(`^${name}\\.json: ${name}, \\d+ parameters`));
    if (CHAINS.has(name)) {
      expect(first).toMatch(/, 2 chains, 40 draws$/);
      expect(text).toMatch(/^ +mean +sd +5 % +50 % +95 % +R-hat +ESS bulk +ESS tail +MCSE$/m);
    } else expect(text).toMatch(/^No R-hat: (a known normal|a single|members|independent draws)/m);
    expect(text.includes("E-BFMI at least")).toBe(HAMILTONIAN.has(name));
    expect(text).toMatch(/^Parameters, in the units the network sees/m);
    expect(text).toMatch(/^Function, in the units of the target/m);
    for (const row of [2, 12, 22]) expect(text).toContain(`  f(row ${row})`);
  });

  test("prints every row as JSON", async () => {
    const facts = JSON.parse(await succeed("diagnose", file, "--at", "d.csv", "--json"));
    expect(facts).toMatchObject({ command: "diagnose", model: file, method: name });
    expect(facts.basis === "chains").toBe(CHAINS.has(name));
    expect(facts.functions).toHaveLength(20);
    for (const row of [...facts.parameters, ...facts.functions])
      expect(row.rHat === null || CHAINS.has(name)).toBe(true);
  });
});

describe("credence diagnose", () => {
  test("shows ten parameters, those with the largest R-hat", async () => {
    await save("nuts", "n.json", ["--hidden", "6"]);
    const facts = JSON.parse(await succeed("diagnose", "n.json", "--json"));
    const worst = (facts.parameters as { name: string; rHat: number }[]).toSorted((a, b) => b.rHat - a.rHat);
    const shown = (await succeed("diagnose", "n.json")).split("\n").slice(3, 13);
    expect(shown.map((line) => line.trim().split(/ {2,}/)[0])).toEqual(
      worst.slice(0, 10).map((row) => row.name),
    );
  });

  test("prints the same at every call, and other draws for another seed", async () => {
    const line = ["diagnose", "mc-dropout.json"];
    const text = await succeed(...line);
    expect(await succeed(...line)).toBe(text);
    expect(await succeed(...line, "--seed", "2")).not.toBe(text);
  });

  test.each(["laplace", "bayes-by-backprop"])("compares %s with the posterior", async (name) => {
    const text = await succeed("diagnose", `${name}.json`, "--train", "d.csv");
    expect(text).toMatch(/^Pareto-k −?-?\d+\.\d\d, (above|up to) 0\.70/m);
    const facts = JSON.parse(await succeed("diagnose", `${name}.json`, "--train", "d.csv", "--json"));
    expect(facts.pareto).toMatchObject({ draws: 2000, tail: 135 });
  });

  test.each([
    [["diagnose", "laplace.json", "--train", "short.csv"], 3, "short.csv: the rows are not those"],
    [["diagnose", "nuts.json", "--train", "d.csv"], 2, "must know its density, that of nuts does not"],
    [["diagnose", "exact.json", "--train", "d.csv"], 2, "that of exact inference is none"],
    [["diagnose", "nuts.json", "--points", "3"], 2, "--points: it chooses among the rows of --at"],
    [["diagnose", "nuts.json", "--at", "absent.csv"], 2, "absent.csv"],
    [["diagnose", "d.csv"], 3, "d.csv"],
    [["diagnose", "nuts.json", "--points", "0", "--at", "d.csv"], 2, "--points"],
  ])("%j ends with code %i", async (line, code, words) => {
    const found = await runCli(line, folder.path);
    expect(found.code).toBe(code);
    expect(found.out).toBe("");
    expect(found.err).toContain(words);
  });
});
