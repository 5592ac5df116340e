import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { writeDataTree } from "../../src/io/writeDataTree.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { posteriorTree } from "../../src/study/posteriorTree.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-python-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Python that has xarray and zarr: the first on the path, or Debian's. */
const python = ["python3", "/usr/bin/python3"].find((program) => {
  try {
    execFileSync(program, ["-c", "import xarray, zarr"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

test("Python's xarray opens the store, and numpy finds what is in it", async ({ skip }) => {
  if (python === undefined) {
    console.warn("NOT RUN: no Python with xarray and zarr (Debian: python3-xarray python3-zarr)");
    return skip("no Python with xarray and zarr");
  }
  const rng = createRng("python");
  const noise = rng.fork("noise");
  const x = Array.from({ length: 15 }, (_, i) => [i / 5 - 1.5, (i % 4) - 1]);
  const y = x.map(([a, b]) => a! * a! - b! + 0.3 * noise.normal());
  const data = { ...createDataset({ x, y }), featureNames: ["age", "größe"] };
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [3], activation: "tanh" },
      prior: { kind: "normal", variance: 2 },
      likelihood: { kind: "normal", noiseVariance: "learned" },
      standardise: "none",
    },
    data,
  );
  const posterior = await nuts({ chains: 2, warmUp: 50, draws: 80 }).fit(model, data, { rng });
  const path = join(folder, "draws.zarr");
  await writeDataTree(path, await posteriorTree(posterior, { rng }, { data }));

  const script = fileURLToPath(new URL("readDataTree.py", import.meta.url));
  const found = JSON.parse(execFileSync(python, ["-W", "ignore", script, path], { encoding: "utf8" }));
  const drawn = ["chain", "draw"];
  expect(found.variables.posterior).toMatchObject({
    weights_0: [[...drawn, "feature", "hidden_0"], [2, 40, 2, 3], "f"],
    biases_1: [[...drawn, "output"], [2, 40, 1], "f"],
    noise_sd: [drawn, [2, 40], "f"],
    chain: [["chain"], [2], "i"],
    feature: [["feature"], [2], "U"],
  });
  expect(found.variables.sample_stats).toMatchObject({
    diverging: [drawn, [2, 40], "b"],
    tree_depth: [drawn, [2, 40], "i"],
    energy: [drawn, [2, 40], "f"],
  });
  expect(found).toMatchObject({ library: "credence", features: ["age", "größe"], missing: 0 });
  if (found.tree !== null) expect(found.tree).toContain("/log_likelihood");
  expect(found.log_likelihood).toBeLessThan(1e-9);
  // Mean square of standard normal draws, within four Monte Carlo errors.
  expect(Math.abs(found.spread - 1)).toBeLessThan(4 * Math.sqrt(2 / found.draws));
  const rows = posterior.parameterDiagnostics();
  expect(found.means.log_noise_sd).toBeCloseTo(rows.at(-1)!.mean!, 12);
  expect(found.means.biases_1).toBeCloseTo(rows.at(-2)!.mean!, 12);
});
