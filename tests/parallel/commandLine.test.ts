import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { createRng } from "../../src/random/rng.ts";
import "./testPool.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-workers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const rng = createRng("table");
const rows = Array.from({ length: 50 }, () => [rng.normal(), rng.normal(), rng.normal()].join(","));
writeFileSync(join(folder, "table.csv"), `a,b,y\n${rows.join("\n")}\n`);

test.each([
  ["a model chosen by evidence", ["--units", "20"]],
  [
    "an ensemble",
    [
      ...["--method", "deep-ensemble", "--hidden", "8", "--option", "members=5", "--option", "bagging=true"],
      ...["--option", "calibration=out-of-bag", "--option", 'training={"epochs":30,"earlyStopping":{}}'],
    ],
  ],
  ["dropout", ["--method", "mc-dropout", "--hidden", "8", "--option", "epochs=30"]],
])("%s is the same file whatever the number of workers", (_, more) => {
  const saved = ["1", "2", "4"].map((workers) => {
    const words = ["fit", "table.csv", "--target", "y", ...more, "--seed", "s", "--workers", workers];
    const { status, stderr } = spawnSync(
      process.execPath,
      [main, ...words, "--quiet", "--save", "model.json"],
      { cwd: folder, encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return readFileSync(join(folder, "model.json"), "utf8");
  });
  expect(saved[1]).toBe(saved[0]);
  expect(saved[2]).toBe(saved[0]);
});
