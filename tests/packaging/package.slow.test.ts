import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Packed, packPackage, root, tool } from "./packPackage.ts";

const LARGEST_INSTALL = 20e6;

let packed: Packed;
let installed: string;

beforeAll(() => {
  packed = packPackage();
  installed = join(packed.folder, "installed");
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), '{"name": "consumer", "private": true, "type": "module"}');
  const flags = ["--omit=dev", "--no-audit", "--no-fund", "--prefer-offline"];
  execFileSync("npm", ["install", ...flags, packed.tarball], { cwd: installed, stdio: "pipe" });
}, 600_000);
afterAll(() => packed?.remove(), 120_000);

/** Runs the installed command in the folder of the consumer. */
function credence(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(join(installed, "node_modules", ".bin", "credence"), words, {
    cwd: installed,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Runs a module in the folder of the consumer and gives what it printed. */
function runModule(code: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: installed,
    encoding: "utf8",
  });
}

/** What the folder takes up on disk, in bytes. */
function diskUse(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + lstatSync(path).blocks * 512 + (entry.isDirectory() ? diskUse(path) : 0);
  }, 0);
}

describe("the tarball", () => {
  test("publint finds nothing, warnings included", () => {
    const { status, stdout } = spawnSync(tool("publint"), ["--strict", packed.tarball], { encoding: "utf8" });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });

  test("types and code resolve for ESM and for bundlers", () => {
    const words = [packed.tarball, "--profile", "esm-only"];
    const { status, stdout } = spawnSync(tool("attw"), words, { encoding: "utf8" });
    expect({ status, stdout: status === 0 ? "" : stdout }).toEqual({ status: 0, stdout: "" });
  });

  test("holds the build and what goes with it, nothing else", () => {
    const list = execFileSync("tar", ["-tzf", packed.tarball], { encoding: "utf8" });
    const names = list.trim().split("\n");
    const other = names.filter((name) => !/^package\/dist\/.*\.(js|d\.ts)$/.test(name)).sort();
    expect(other).toEqual(
      [
        "package/CHANGELOG.md",
        "package/LICENSE",
        "package/README.md",
        "package/dist/THIRD-PARTY-LICENSES.txt",
        "package/examples/data/README.md",
        "package/examples/data/mcycle.csv",
        "package/package.json",
      ].sort(),
    );
  });
});

describe("installed in an empty folder, without development tools", () => {
  test("stays small", () => {
    const size = diskUse(join(installed, "node_modules"));
    console.log(`Installed size with all dependencies: ${(size / 1e6).toFixed(1)} MB`);
    expect(size).toBeLessThan(LARGEST_INSTALL);
  });

  test("every entry can be imported, and fits a model", () => {
    const printed = runModule(`
      import { createDataset, createModel, defaultModelSpec, exact } from "credence";
      import { renderReport } from "credence/report";
      import { packageVersion } from "credence/node";
      const data = createDataset({ x: [0, 1, 2, 3, 4, 5], y: [0, 1, 4, 2, 1, 0] });
      const posterior = await exact().fit(createModel(defaultModelSpec(data, 1), data), data);
      console.log(posterior.predict([2]).size, typeof renderReport, packageVersion());
    `);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(printed).toBe(`1 function ${version}\n`);
  });

  test("types reach a program that uses them: right code passes, wrong code does not", () => {
    writeFileSync(
      join(installed, "right.ts"),
      'import { createMatrix, exact, type Matrix } from "credence";\nimport { csvText } from "credence/node";\nimport { type ReportContent, renderReport } from "credence/report";\nexport const r = (c: ReportContent): string => renderReport(c);\nexport const m: Matrix = createMatrix(1, 1);\nexport const t: string = csvText(["a"], [[1]]);\nexport const e = exact({ solver: "qr" });\n',
    );
    writeFileSync(
      join(installed, "wrong.ts"),
      'import { createMatrix, exact } from "credence";\nimport { csvText } from "credence/node";\nexport const m: string = createMatrix(1, 1).rows;\nexport const t: number = csvText(["a"], [[1]]);\nexport const e = exact({ solver: "magic" });\n',
    );
    const check = (file: string, resolution: readonly string[]) =>
      spawnSync(
        tool("tsc"),
        [
          "--noEmit",
          "--strict",
          "--target",
          "es2023",
          "--lib",
          "es2023,dom",
          "--types",
          "",
          ...resolution,
          file,
        ],
        {
          cwd: installed,
          encoding: "utf8",
        },
      ).stdout;
    for (const resolution of [
      ["--module", "nodenext"],
      ["--module", "esnext", "--moduleResolution", "bundler"],
    ]) {
      expect(check("right.ts", resolution)).toBe("");
      expect(check("wrong.ts", resolution).match(/^wrong\.ts\(\d/gm)).toEqual([
        "wrong.ts(3",
        "wrong.ts(4",
        "wrong.ts(5",
      ]);
    }
  }, 120_000);
});

describe("the installed command", () => {
  test("lists the methods", () => {
    expect(credence("list")).toMatchObject({ status: 0, stderr: "" });
  });

  test("finds the data of its demonstration", () => {
    const { status, stdout } = credence("demo", "--out", "demo.html");
    expect(status).toBe(0);
    expect(stdout).toContain("Wrote demo.html");
    expect(statSync(join(installed, "demo.html")).size).toBeLessThan(300_000);
  });

  test("says what pictures need, where that is not installed; drawings need nothing", () => {
    const words = ["report", join(root, "examples/data/mcycle.csv"), "--target", "accel", "--joints", "5"];
    const png = credence(...words, "--format", "png", "--out", "figures");
    expect(png).toMatchObject({ status: 2, stdout: "" });
    expect(png.stderr).toMatch(
      /^error: --format png: pictures are drawn by the package @resvg\/resvg-js, which cannot be loaded\. Install it beside credence with npm install @resvg\/resvg-js/,
    );
    expect(credence(...words, "--format", "svg", "--out", "figures", "--quiet")).toMatchObject({ status: 0 });
    expect(existsSync(join(installed, "figures/index.json"))).toBe(true);
  });

  test("reads and writes Parquet", () => {
    const table = join(root, "tests/fixtures/tables/mcycle.parquet");
    const words = ["--target", "accel", "--joints", "5", "--seed", "1", "--quiet", "--save", "mcycle.json"];
    expect(credence("fit", table, ...words)).toMatchObject({ status: 0, stderr: "" });
    const predict = credence("predict", "mcycle.json", table, "--out", "mcycle.parquet");
    expect(predict).toMatchObject({
      status: 0,
      stdout: "Wrote 133 predictions to mcycle.parquet\n",
      stderr: "",
    });
    expect(credence("fit", "mcycle.parquet", "--target", "mean", "--quiet")).toMatchObject({ status: 0 });
  });

  test("its exit code is that of the error", () => {
    expect(credence("fit", "none.csv", "--target", "y")).toMatchObject({ status: 2, stdout: "" });
    expect(credence("fti")).toMatchObject({ status: 2, stdout: "" });
  });

  test("a full standard output is an error in one line", () => {
    const command = `"${join(installed, "node_modules/.bin/credence")}" list > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: standard output: cannot write: no space is left on the device[^\n]*\n$/);
  });

  test("a reader that has seen enough is no error", () => {
    const data = join(root, "examples/data/wine_red.csv");
    credence("fit", data, "--target", "quality", "--units", "5", "--quiet", "--save", "wine.json");
    const command = `"${join(installed, "node_modules/.bin/credence")}" predict wine.json "${data}" | head -n 1`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: installed, encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "mean,sd_function,sd_observation,q05,q50,q95\n",
      stderr: "",
    });
  });

  test("Ctrl-C stops it with exit code 130 and leaves no file", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i % 97},${i % 89},${(i * 31) % 101}`);
    writeFileSync(join(installed, "large.csv"), `a,b,y\n${rows.join("\n")}\n`);
    const words = ["fit", "large.csv", "--target", "y", "--seed", "1", "--save", "large.json"];
    const child = spawn(join(installed, "node_modules", ".bin", "credence"), words, { cwd: installed });
    let err = "";
    child.stderr.on("data", (part) => {
      err += part;
    });
    // Long enough to be at work, far too short to be done.
    setTimeout(() => child.kill("SIGINT"), 1500);
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, err }).toEqual({ code: 130, err: "interrupted: nothing was written\n" });
    expect(readdirSync(installed).filter((name) => /large\.json|\.tmp$/.test(name))).toEqual([]);
  });
});
