import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resultCacheFolder } from "../../src/io/resultCacheFolder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-results-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const result = { outcome: { error: "a reason" }, seconds: 2 };

test("keeps results by their keys, over programs, and makes its folder", async () => {
  const place = join(folder, "deep", "cache");
  const cache = await resultCacheFolder(place);
  expect(await cache.get("key")).toBeUndefined();
  await cache.set("key", result);
  expect(await (await resultCacheFolder(place)).get("key")).toEqual(result);
  expect(await cache.get("other")).toBeUndefined();
  expect(readdirSync(place)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
});

test("a file that is cut short, or of another key, is passed over and written anew", async () => {
  const cache = await resultCacheFolder(folder);
  await cache.set("key", result);
  const file = join(folder, readdirSync(folder)[0]!);
  const text = readFileSync(file, "utf8");
  for (const broken of [text.slice(0, 40), "", "[]", "null", text.replace("sha256:", "sha256:0"), "{}"]) {
    writeFileSync(file, broken);
    expect(await cache.get("key")).toBeUndefined();
  }
  await cache.set("key", result);
  expect(await cache.get("key")).toEqual(result);
});

test("a folder that cannot be made is an error that names it", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(resultCacheFolder(join(file, "cache"))).rejects.toThrow(/cache/);
});
