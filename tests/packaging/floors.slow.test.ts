import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root, tool } from "./packPackage.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-floors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says to a file under the settings of floors 0 to 9. */
function checkAsCore(text: string): string[] {
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(join(folder, "twin.ts"), text);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.core.json"),
      compilerOptions: { rootDir: "/" },
      include: ["twin.ts"],
    }),
  );
  const { stdout } = spawnSync(tool("tsc"), ["-p", folder], { cwd: folder, encoding: "utf8" });
  return stdout.match(/TS\d+: .*/g) ?? [];
}

describe("floors 0 to 9 compile without Node and without a DOM", () => {
  test("they do", () => {
    const { status, stdout } = spawnSync(tool("tsc"), ["-p", "tsconfig.core.json"], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  test("every room of these floors is checked", () => {
    const map = readFileSync(join(root, "src", "README.md"), "utf8");
    const rooms = [...map.matchAll(/^\| (\d+) \| `(\w+)\/`/gm)].filter(([, floor]) => Number(floor) <= 9);
    const settings = readFileSync(join(root, "tsconfig.core.json"), "utf8");
    expect(rooms.length).toBeGreaterThanOrEqual(10);
    for (const [, , room] of rooms) expect(settings).toContain(`"src/${room}"`);
  });

  test.each([
    ["the process", "export const a: string = process.cwd();\n", /Cannot find name 'process'/],
    [
      "a module of Node",
      'import { readFileSync } from "node:fs";\nexport const a = readFileSync;\n',
      /'node:fs'/,
    ],
    ["a buffer", "export const a: unknown = Buffer.from([]);\n", /Cannot find name 'Buffer'/],
    ["the document", "export const a: unknown = document.title;\n", /Cannot find name 'document'/],
    ["the window", "export const a: unknown = window.name;\n", /Cannot find name 'window'/],
  ])("a broken twin that uses %s is caught", (_what, text, message) => {
    expect(checkAsCore(text).join("\n")).toMatch(message);
  });

  test("what every engine has is allowed", () => {
    expect(checkAsCore("export const a: number = performance.now() + Math.sqrt(2);\n")).toEqual([]);
  });
});
