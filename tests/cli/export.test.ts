import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createRng } from "../../src/random/rng.ts";
import { createFolder, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: Folder;
beforeAll(async () => {
  folder = createFolder();
  const rng = createRng("table");
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${i / 10},${i % 2 ? "hen" : "cock"},${i + rng.normal()}`,
  );
  writeFileSync(folder.at("d.csv"), `time,bird,height\n${rows.join("\n")}\n`);
  writeFileSync(folder.at("short.csv"), `time,bird,height\n${rows.slice(5).join("\n")}\n`);
  writeFileSync(folder.at("new.csv"), "bird,time\nhen,0.5\ncock,3\n");
  const table = ["fit", "d.csv", "--target", "height", "--categorical", "one-hot", "--seed", "1"];
  await succeed(...table, "--save", "exact.json");
  const chains = ["--option", "chains=2", "--option", "warmUp=20", "--option", "draws=10"];
  await succeed(...table, "--method", "nuts", "--hidden", "2", ...chains, "--save", "nuts.json");
});
afterAll(() => folder.remove());

/** Runs a command that must succeed and gives what it printed. */
async function succeed(...line: string[]): Promise<string> {
  const { code, out, err } = await runCli(line, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

const json = (...path: string[]) => JSON.parse(readFileSync(folder.at(join(...path)), "utf8"));

describe("credence export", () => {
  test("writes chains, log likelihoods and predictions, and says so", async () => {
    const text = await succeed(
      "export",
      "nuts.json",
      "--train",
      "d.csv",
      "--at",
      "new.csv",
      "--out",
      "n.zarr",
    );
    expect(text.split("\n")).toEqual([
      "Wrote 2 chains of 5 draws to n.zarr: weights_0, biases_0, weights_1, biases_1, log_noise_sd, noise_sd",
      expect.stringMatching(/^Groups: posterior, sample_stats, .*log_likelihood/),
      "",
    ]);
    const shape = (path: string) => json("n.zarr", path, ".zarray").shape;
    expect(shape("posterior/weights_0")).toEqual([2, 5, 3, 2]);
    expect(shape("log_likelihood/y")).toEqual([2, 5, 20]);
    expect(shape("predictions/y")).toEqual([2, 5, 2]);
    const names = readFileSync(folder.at("n.zarr/posterior/feature/0"), "utf8");
    expect(names.replaceAll("\0", "")).toBe("timebird=cockbird=hen");
  });

  test("draws where the posterior holds no draws, as many as asked for, and the same with the same seed", async () => {
    const line = ["export", "exact.json", "--at", "new.csv", "--draws", "7", "--seed", "2"];
    const facts = JSON.parse(await succeed(...line, "--out", "e.zarr", "--json"));
    expect(facts).toMatchObject({
      command: "export",
      model: "exact.json",
      out: "e.zarr",
      chains: 1,
      draws: 7,
    });
    await succeed(...line, "--out", "again.zarr");
    for (const path of ["posterior/weights/0.0.0", "predictions/y/0.0.0", ".zmetadata"]) {
      const [once, again] = ["e.zarr", "again.zarr"].map((store) =>
        readFileSync(folder.at(join(store, path))),
      );
      expect(again!.equals(once!)).toBe(true);
    }
  });

  test("replaces a store only when told to", async () => {
    const line = ["export", "exact.json", "--draws", "2", "--out", "o.zarr"];
    await succeed(...line);
    const { code, err } = await runCli(line, folder.path);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: o\.zarr: .*already there\. Pass --overwrite, or choose another name\.\n$/);
    await succeed(...line, "--overwrite", "--quiet");
  });

  test.each([
    [["nuts.json", "--train", "short.csv", "--out", "x.zarr"], 3, "short.csv: the rows are not those"],
    [["nuts.json", "--at", "none.csv", "--out", "x.zarr"], 2, "none.csv: cannot read"],
    [["none.json", "--out", "x.zarr"], 2, "none.json: cannot read"],
    [["exact.json", "--draws", "0", "--out", "x.zarr"], 2, "--draws"],
    [["exact.json"], 2, "--out"],
  ])("ends %j with exit code %i", async (words, expected, message) => {
    const { code, err } = await runCli(["export", ...words], folder.path);
    expect(code).toBe(expected);
    expect(err).toContain(message);
    expect(folder.files()).not.toContain("x.zarr");
  });
});
