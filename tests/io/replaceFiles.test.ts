import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FileError } from "../../src/io/fileError.ts";
import { replaceFiles } from "../../src/io/replaceFile.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

describe("replaceFiles", () => {
  test("writes all of them: texts and bytes", async () => {
    await replaceFiles([
      [at("a.txt"), "σ²\n"],
      [at("b.bin"), Uint8Array.of(0, 255)],
    ]);
    expect(readFileSync(at("a.txt"), "utf8")).toBe("σ²\n");
    expect([...readFileSync(at("b.bin"))]).toEqual([0, 255]);
    expect(readdirSync(folder)).toEqual(["a.txt", "b.bin"]);
    await replaceFiles([]);
  });

  test.each([
    ["a folder has the name", "taken", "EISDIR"],
    ["there is no such folder", "missing/b.txt", "ENOENT"],
    ["the name is too long", "b".repeat(300), "ENAMETOOLONG"],
    ["the name has a NUL character", "a\0b", "ERR_INVALID_ARG_VALUE"],
  ])("where %s for one, none is written", async (_why, name, errno) => {
    writeFileSync(at("a.txt"), "old");
    mkdirSync(at("taken"));
    const files = [
      [at("a.txt"), "new"],
      [at(name), "text"],
      [at("c.txt"), "text"],
    ] as const;
    for (const order of [files, files.toReversed()]) {
      const error = await replaceFiles(order).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(FileError);
      expect(error).toMatchObject({ errno, details: { path: at(name) } });
      expect(readFileSync(at("a.txt"), "utf8")).toBe("old");
      expect(readdirSync(folder)).toEqual(["a.txt", "taken"]);
    }
  });

  test("an abort writes none", async () => {
    const reason = new Error("enough");
    const files = [[at("a.txt"), "text"]] as const;
    await expect(replaceFiles(files, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const later = replaceFiles([...files, [at("b.txt"), "text"]], { signal: abort.signal });
    abort.abort(reason);
    await expect(later).rejects.toBe(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});
