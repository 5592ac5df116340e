import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { FileError } from "../../src/io/fileError.ts";
import { readTableFile, readTableStream } from "../../src/io/readTableFile.ts";
import { rejection } from "../support/rejection.ts";
import { tableBytes, tablePath } from "../support/tableFixture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-table-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readTableFile", () => {
  test("the ending tells the format, capitals or not", async () => {
    const path = (name: string) => join(folder, name);
    writeFileSync(path("a.CSV"), "x\n1\n");
    writeFileSync(path("a.NDJSON"), '{"x": 1}\n');
    copyFileSync(tablePath("mcycle.parquet"), path("a.Parquet"));
    copyFileSync(tablePath("mcycle.parquet"), path("unnamed"));
    const formats = ["a.CSV", "a.NDJSON", "a.Parquet", "unnamed"].map(
      async (name) => (await readTableFile(path(name))).format,
    );
    expect(await Promise.all(formats)).toEqual(["csv", "jsonl", "parquet", "parquet"]);
  });

  test("a format that contradicts the name is refused", async () => {
    const error = await rejection(readTableFile("a.csv", { format: "jsonl" }));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toContain(
      'a.csv: the name says that the file is csv, the format that was asked for is "jsonl"',
    );
  });

  test("no such file", async () => {
    expect(await rejection(readTableFile(join(folder, "none.parquet")))).toBeInstanceOf(FileError);
  });

  test("the same cells whatever the format", async () => {
    const parquet = await readTableFile(tablePath("mcycle.parquet"));
    const lines = await readTableFile(tablePath("mcycle.jsonl"));
    expect(lines.table.columns).toEqual(parquet.table.columns);
    expect(lines.table.rows).toEqual(parquet.table.rows);
  });
});

describe("readTableStream", () => {
  test("reads parts to their end, texts and bytes", async () => {
    const stream = Readable.from(["x,σ\n", Buffer.from("1,2\n"), "3,4\n"]);
    expect((await readTableStream("input", stream)).table.rows).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    const halves = [
      tableBytes("mcycle.parquet").subarray(0, 700),
      tableBytes("mcycle.parquet").subarray(700),
    ];
    expect((await readTableStream("input", Readable.from(halves))).table.rows.length).toBe(133);
  });

  test("a terminal is no table", async () => {
    const terminal = Object.assign(Readable.from(["x\n1\n"]), { isTTY: true });
    const error = await rejection(readTableStream("standard input", terminal));
    expect(error.message).toContain("standard input: cannot read: nothing is piped in, it is a terminal");
  });

  test("more than 500 MB are refused while they come, and the stream is let go", async () => {
    const part = new Uint8Array(100_000_000);
    const stream = Readable.from([part, part, part, part, part, part, part, part]);
    const error = await rejection(readTableStream("standard input", stream));
    expect(error.message).toContain("standard input: cannot read: up to 500000000 bytes are read");
    expect(stream.destroyed).toBe(true);
  });

  test("a stream that fails is an error of the name", async () => {
    const stream = new PassThrough();
    const reading = rejection(readTableStream("standard input", stream));
    stream.destroy(Object.assign(new Error("broken"), { code: "EIO" }));
    expect((await reading).message).toContain("standard input: cannot read: the device failed");
  });

  test("an abort ends the wait at once, and lets go of the stream", async () => {
    const control = new AbortController();
    const stream = new PassThrough();
    stream.write("x,y\n");
    const reading = readTableStream("standard input", stream, { signal: control.signal });
    const reason = new Error("interrupted");
    setImmediate(() => control.abort(reason));
    await expect(reading).rejects.toBe(reason);
    expect(stream.destroyed).toBe(true);
  });
});
