import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileError } from "../../src/io/fileError.ts";
import { writeTextFile } from "../../src/io/writeTextFile.ts";
import { fullDisk } from "../support/fullDisk.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

/** The error that the promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (error) => error,
  );
}

describe("writeTextFile", () => {
  test("writes UTF-8 text and leaves nothing else", async () => {
    await writeTextFile(at("a.txt"), "σ²\n");
    expect(readFileSync(at("a.txt"), "utf8")).toBe("σ²\n");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("replaces a file in one step: who has opened the old one still reads all of it", async () => {
    writeFileSync(at("a.txt"), "old");
    const before = statSync(at("a.txt")).ino;
    await writeTextFile(at("a.txt"), "new");
    expect(readFileSync(at("a.txt"), "utf8")).toBe("new");
    expect(statSync(at("a.txt")).ino).not.toBe(before);
  });

  test("keeps the mode of the file it replaces", async () => {
    writeFileSync(at("a.txt"), "old");
    chmodSync(at("a.txt"), 0o640);
    await writeTextFile(at("a.txt"), "new");
    expect(statSync(at("a.txt")).mode & 0o777).toBe(0o640);
  });

  test("follows a link instead of replacing it", async () => {
    mkdirSync(at("there"));
    writeFileSync(at("there/a.txt"), "old");
    symlinkSync(at("there/a.txt"), at("link"));
    await writeTextFile(at("link"), "new");
    expect(readFileSync(at("there/a.txt"), "utf8")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["link", "there"]);
  });

  test("writes to a device directly and never replaces it", async () => {
    await writeTextFile("/dev/null", "gone");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("writes to a pipe", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    const cat = spawn("cat", [at("pipe")]);
    const text = new Promise<string>((resolve) => {
      let all = "";
      cat.stdout.on("data", (part) => {
        all += part;
      });
      cat.on("close", () => resolve(all));
    });
    await writeTextFile(at("pipe"), "through");
    expect(await text).toBe("through");
  });

  test("takes a name as long as names can be", async () => {
    const name = "a".repeat(255);
    await writeTextFile(at(name), "text");
    expect(readdirSync(folder)).toEqual([name]);
  });

  const failures: readonly (readonly [why: string, path: () => string, errno: string])[] = [
    ["no such folder", () => at("missing/a.txt"), "ENOENT"],
    ["a file where a folder must be", () => at("file/a.txt"), "ENOTDIR"],
    ["a folder where the file must be", () => at("taken"), "EISDIR"],
    ["a name that is too long", () => at("a".repeat(300)), "ENAMETOOLONG"],
    ["a NUL character in the name", () => at("a\0b"), "ERR_INVALID_ARG_VALUE"],
    ["a file system that makes no files", () => "/proc/credence.txt", "ENOENT"],
  ];
  test.each(failures)("%s: a FileError that names the path, and no file left", async (_why, path, errno) => {
    writeFileSync(at("file"), "a file");
    mkdirSync(at("taken"));
    const error = await rejection(writeTextFile(path(), "text"));
    expect(error).toBeInstanceOf(FileError);
    expect((error as FileError).errno).toBe(errno);
    expect((error as FileError).message).toMatch(/cannot write: /);
    expect(readdirSync(folder).sort()).toEqual(["file", "taken"]);
  });

  test("a full disk leaves the old file as it was and no temporary one", async (context) => {
    const disk = fullDisk();
    if (disk === undefined) {
      console.warn("NOT RUN: no small file system could be mounted; the stub below covers the same code");
      return context.skip();
    }
    try {
      writeFileSync(join(disk.folder, "a.txt"), "old");
      const error = await rejection(writeTextFile(join(disk.folder, "a.txt"), "x".repeat(disk.bytes * 2)));
      expect((error as FileError).errno).toBe("ENOSPC");
      expect((error as FileError).message).toContain("no space is left on the device");
      expect(readFileSync(join(disk.folder, "a.txt"), "utf8")).toBe("old");
      expect(readdirSync(disk.folder)).toEqual(["a.txt"]);
    } finally {
      disk.remove();
    }
  });

  test("a read-only file system is named as such", async (context) => {
    const disk = fullDisk(["ro"]);
    if (disk === undefined) {
      console.warn("NOT RUN: no read-only file system could be mounted");
      return context.skip();
    }
    try {
      const error = await rejection(writeTextFile(join(disk.folder, "a.txt"), "text"));
      expect((error as FileError).errno).toBe("EROFS");
      expect((error as FileError).message).toContain("the file system is read-only");
    } finally {
      disk.remove();
    }
  });

  test("a device that fails while flushing leaves nothing", async () => {
    const { open } = await import("node:fs/promises");
    const probe = await open(at("probe"), "w");
    const proto = Object.getPrototypeOf(probe);
    await probe.close();
    rmSync(at("probe"));
    const sync = vi.spyOn(proto, "sync").mockRejectedValue(Object.assign(new Error("io"), { code: "EIO" }));
    try {
      const error = await rejection(writeTextFile(at("a.txt"), "text"));
      expect((error as FileError).errno).toBe("EIO");
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      sync.mockRestore();
    }
  });

  test("an abort before the file takes its name leaves nothing and rejects with the reason", async () => {
    const reason = new Error("enough");
    expect(await rejection(writeTextFile(at("a.txt"), "text", { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
    const abort = new AbortController();
    const writing = writeTextFile(at("a.txt"), "x".repeat(20_000_000), { signal: abort.signal });
    abort.abort(reason);
    expect(await rejection(writing)).toBe(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});
