import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decompress } from "../../../src/io/parquet/decompress.ts";
import { readSnappy } from "../../../src/io/parquet/readSnappy.ts";

const zeros = new Uint8Array(10_000);

test.each([
  ["GZIP", gzipSync(zeros)],
  ["BROTLI", brotliCompressSync(zeros)],
] as const)("%s: as long as the page says, not longer and not shorter", (codec, page) => {
  expect(Buffer.compare(decompress(codec, page, zeros.length), zeros)).toBe(0);
  expect(() => decompress(codec, page, 1000)).toThrow();
  expect(() => decompress(codec, page, zeros.length + 1)).toThrow("must have 10001 bytes");
});

describe("Snappy", () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  test("literals and copies of every kind, by the format description", () => {
    const abc = [...new TextEncoder().encode("abc")];
    // abc, then 4 bytes from 3 back, which overlap what they write.
    expect(text(readSnappy(Uint8Array.of(7, 2 << 2, ...abc, 0x01, 3), 7))).toBe("abcabca");
    // The same with distances of two and of four bytes.
    expect(text(readSnappy(Uint8Array.of(7, 2 << 2, ...abc, (3 << 2) | 2, 3, 0), 7))).toBe("abcabca");
    expect(text(readSnappy(Uint8Array.of(7, 2 << 2, ...abc, (3 << 2) | 3, 3, 0, 0, 0), 7))).toBe("abcabca");
    // A literal whose length takes a byte of its own.
    const long = new Uint8Array(100).fill(97);
    expect(text(readSnappy(Uint8Array.of(100, 60 << 2, 99, ...long), 100))).toBe("a".repeat(100));
  });

  test.each([
    ["a length that never ends", [255, 255]],
    ["a literal beyond the end", [4, 3 << 2, 97]],
    [
      "a literal of a negative length, for whoever counts in 32 bits",
      [4, 63 << 2, 0xfa, 0xff, 0xff, 0xff, 97],
    ],
    ["a copy of what is not there", [4, 0, 97, 0x01, 2]],
    ["a copy from nowhere", [4, 0, 97, 0x01, 0]],
    ["too much", [1, 0, 97, 0, 98]],
    ["too little", [4, 0, 97]],
  ])("refused: %s", (_what, block) => {
    expect(() => readSnappy(Uint8Array.from(block), block[0]!)).toThrow(/Snappy/);
  });
});
