import { describe, expect, test } from "vitest";
import { checkDeltas, checkRuns } from "../../../src/io/parquet/checkRuns.ts";

const runs = (bytes: readonly number[], width: number, count: number) => () =>
  checkRuns(Uint8Array.from(bytes), 0, bytes.length, width, count);

describe("checkRuns", () => {
  test.each([
    ["one run of ten", [20, 1], 1, 10],
    ["a run of 200: its length takes two bytes", [0x90, 0x03, 1], 1, 200],
    ["packed bits, padded", [3, 0b101], 1, 3],
    ["two kinds", [3, 255, 4, 0], 1, 10],
    ["values of 12 bits", [3, ...new Array(12).fill(7)], 12, 8],
    ["none", [], 1, 0],
  ])("accepted: %s", (_what, bytes, width, count) => {
    expect(runs(bytes, width, count)).not.toThrow();
  });

  test.each([
    ["a run of two billion values", [254, 255, 255, 255, 15, 1], 1, 10],
    ["one value too many", [22, 1], 1, 10],
    ["eight packed values too many", [5, 255, 255], 1, 8],
    ["too few", [18, 1], 1, 10],
    ["no end of the length", [255, 255, 255, 255, 255, 255], 1, 10],
    ["packed bits beyond the end", [21, 1], 1, 80],
    ["empty runs", [0, 0, 0, 0], 1, 10],
    ["values that are too wide", [20, 1, 1, 1, 1], 32, 10],
  ])("refused: %s", (_what, bytes, width, count) => {
    expect(runs(bytes, width, count)).toThrow();
  });
});

test("blocks of differences must let their decoder move on", () => {
  const check =
    (...bytes: number[]) =>
    () =>
      checkDeltas(Uint8Array.from(bytes), 0);
  expect(check(0x80, 1, 4, 1, 0)).not.toThrow();
  for (const bytes of [[0, 4], [0x80, 1, 0], [0x80, 1, 3], [0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x80]]) {
    expect(check(...bytes)).toThrow();
  }
});
