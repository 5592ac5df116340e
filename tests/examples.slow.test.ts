/** Every example runs as its README says and makes its committed page again, byte for byte. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";

const names = readdirSync("examples")
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -3));

beforeAll(() => {
  execFileSync("npx", ["tsc", "-p", "tsconfig.examples.json"], { stdio: "pipe" });
});

describe.each(names)("example %s", (name) => {
  test("makes its pages again, byte for byte, under 300 kB", () => {
    const folder = `reports/${name}`;
    expect(existsSync(`${folder}/index.html`), `${folder}/index.html must be committed`).toBe(true);
    const pages = readdirSync(folder).map((file) => `${folder}/${file}`);
    const committed = pages.map((page) => readFileSync(page, "utf8"));
    execFileSync(process.execPath, ["scripts/runExamples.mjs", name], { stdio: "pipe" });
    pages.forEach((page, i) => {
      const made = readFileSync(page, "utf8");
      expect(made === committed[i], page).toBe(true);
      expect(Buffer.byteLength(made), page).toBeLessThan(300_000);
    });
  });

  test("is short enough to be read", () => {
    expect(readFileSync(`examples/${name}.ts`, "utf8").split("\n").length).toBeLessThan(100);
  });

  test("is listed in the index of examples", () => {
    expect(readFileSync("examples/README.md", "utf8")).toContain(`${name}.ts`);
  });
});
