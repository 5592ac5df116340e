import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataError } from "../../src/errors/errors.ts";
import { FileError } from "../../src/io/fileError.ts";
import { sha256 } from "../../src/io/hash.ts";
import { readHashedFile, readTextFile } from "../../src/io/readTextFile.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-read-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("readTextFile", () => {
  test("reads UTF-8 and drops a byte-order mark", async () => {
    expect(await readTextFile(file("a.csv", "x,σ\n1,2\n"))).toBe("x,σ\n1,2\n");
    expect(await readTextFile(file("bom.csv", "\uFEFFx\n1\n"))).toBe("x\n1\n");
    expect(await readTextFile(file("empty.csv", ""))).toBe("");
  });

  test("the hash is that of the bytes, byte-order mark included", async () => {
    const bytes = Buffer.from("\uFEFFx\n1\n", "utf8");
    const { hash } = await readHashedFile(file("hash.csv", bytes));
    expect(hash).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
  });

  test("known hashes (FIPS 180-4, examples of one block and of the empty message)", () => {
    expect(sha256("abc")).toBe("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256(new Uint8Array(0))).toBe(
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  test.each([
    ["Latin-1", Buffer.from("caf\xe9\n", "latin1")],
    ["UTF-16", Buffer.from("\uFEFFx,y\n", "utf16le")],
    ["a spreadsheet", Buffer.from("504b0304140006000800000021fe", "hex")],
  ])("text in another encoding is refused: %s", async (_name, bytes) => {
    const error = await readTextFile(file("other.csv", bytes)).catch((caught) => caught);
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/must be text in UTF-8/);
  });

  test.each([
    ["a missing file", () => join(folder, "missing.csv"), "ENOENT"],
    ["a folder", () => folder, "EISDIR"],
    ["a device", () => "/dev/zero", "EINVAL"],
    ["a path through a file", () => join(file("plain", "x"), "a.csv"), "ENOTDIR"],
  ])("%s: a FileError that names the path", async (_name, path, errno) => {
    const error = await readTextFile(path()).catch((caught) => caught);
    expect(error).toBeInstanceOf(FileError);
    expect(error.errno).toBe(errno);
    expect(error.message.startsWith(`${path()}: cannot read: `)).toBe(true);
    expect(error.message).not.toContain("\n");
  });
});
