import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, FormatError, NumericError, ShapeError } from "../../src/errors/errors.ts";
import type { Tensor } from "../../src/inference/savedPosterior.ts";
import { duplicateKey } from "../../src/io/duplicateKey.ts";
import { formatSafetensors, parseSafetensors, type Safetensors } from "../../src/io/safetensors.ts";

/** What the format's own library wrote: tests/fixtures/safetensors/makeSafetensors.py. */
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/safetensors/${name}.safetensors`, import.meta.url)));

const tensor = (shape: readonly number[], ...values: number[]): Tensor => ({
  shape,
  data: Float64Array.from(values),
});

const content: Safetensors = {
  metadata: { about: 'a "text" σ' },
  tensors: {
    bank: tensor([2, 3], 0, 1 / 3, 2 / 3, 1, 4 / 3, 5 / 3),
    empty: tensor([0, 4]),
    'quote " and σ': tensor([4], 5e-324, -0, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
    scalar: tensor([], 2.5),
  },
};

/** Objects without prototype beside those of the tests. */
const plain = ({ tensors, metadata }: Safetensors): Safetensors => ({
  tensors: { ...tensors },
  metadata: { ...metadata },
});

/** A file with this header, as text or as an object, and so many bytes of data. */
function fileOf(header: unknown, data = 0, length?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = Buffer.alloc(8 + text.length + data);
  bytes.writeBigUInt64LE(length ?? BigInt(text.length), 0);
  text.copy(bytes, 8);
  return bytes;
}

const entry = (shape: unknown, from: unknown, to: unknown, dtype = "F64") => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe("the format's own library", () => {
  test("reads what we write: it writes the same bytes", () => {
    expect(Buffer.from(formatSafetensors(content)).equals(fixture("f64"))).toBe(true);
  });

  test("writes what we read", () => {
    expect(plain(parseSafetensors("f", fixture("f64")))).toEqual(content);
  });

  test("32-bit floats become 64-bit ones", () => {
    const { tensors, metadata } = parseSafetensors("f", fixture("mixed"));
    expect({ ...metadata }).toEqual({});
    expect(tensors["double"]).toEqual(tensor([2], 0.1, 0.2));
    expect(tensors["single"]).toEqual(tensor([3, 1], ...[0.1, -3e38, 1e-45].map(Math.fround)));
  });

  test("other types are refused by their name", () => {
    expect(() => parseSafetensors("f", fixture("half"))).toThrow(/tensor "half": dtype must be .*F64.*F16/);
  });
});

describe("writing", () => {
  test("F32 rounds, takes half the space and says so", () => {
    const { scalar, bank } = content.tensors;
    const bytes = formatSafetensors({ metadata: {}, tensors: { bank: bank!, scalar: scalar! } }, "F32");
    expect(Buffer.from(bytes).toString("latin1")).toContain('"dtype":"F32","shape":[2,3]');
    const { tensors } = parseSafetensors("f", bytes);
    expect(tensors["bank"]).toEqual({ shape: [2, 3], data: bank!.data.map(Math.fround) });
  });

  test("F32 refuses what it does not reach, and lets infinities pass", () => {
    const write = (value: number) =>
      formatSafetensors({ metadata: {}, tensors: { a: tensor([1], value) } }, "F32");
    expect(() => write(1e39)).toThrow(NumericError);
    expect(parseSafetensors("f", write(Number.NEGATIVE_INFINITY)).tensors["a"]!.data[0]).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });

  test("data begin at a multiple of 8 bytes", () => {
    for (let length = 1; length < 20; length++) {
      const bytes = formatSafetensors({ metadata: { a: "x".repeat(length) }, tensors: {} });
      expect(bytes.length % 8).toBe(0);
    }
  });

  test.each(["__metadata__", "__proto__", "constructor", "prototype"])("no tensor is named %s", (name) => {
    const tensors = Object.fromEntries([[name, tensor([1], 1)]]);
    expect(() => formatSafetensors({ metadata: {}, tensors })).toThrow(ArgumentError);
  });

  test("shape and data must agree", () => {
    expect(() => formatSafetensors({ metadata: {}, tensors: { a: tensor([2], 1) } })).toThrow(ShapeError);
  });

  test("whatever is written is read again, to the last bit", () => {
    const arrays = fc
      .float64Array({ maxLength: 12 })
      .map((data): Tensor => ({ shape: [data.length], data: Float64Array.from(data) }));
    const names = fc.string({ unit: "binary" }).filter((name) => !name.startsWith("__"));
    fc.assert(
      fc.property(
        fc.dictionary(names, arrays, { maxKeys: 4 }),
        fc.dictionary(names, fc.string(), { maxKeys: 4 }),
        (tensors, metadata) => {
          const safe = (key: string) => key !== "constructor" && key !== "prototype";
          fc.pre([...Object.keys(tensors), ...Object.keys(metadata)].every(safe));
          const read = parseSafetensors("f", formatSafetensors({ tensors, metadata }));
          expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
          const bits = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
          expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(tensors).sort());
          for (const [name, found] of Object.entries(read.tensors)) {
            expect(bits(found).equals(bits(tensors[name]!))).toBe(true);
          }
        },
      ),
    );
  });
});

describe("a file that is not in the format", () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const cases: readonly (readonly [why: string, bytes: Uint8Array, message: RegExp])[] = [
    ["empty", new Uint8Array(0), /8 bytes or more, it has 0/],
    ["shorter than a length", new Uint8Array(7), /8 bytes or more, it has 7/],
    ["a length beyond the cap", fileOf("{}", 0, 100_000_001n), /up to 100000000 bytes.*100000001/],
    ["the largest length", fileOf("{}", 0, 18446744073709551615n), /asks for 18446744073709551615/],
    ["a length beyond the file", fileOf("{}", 0, 3n), /3 bytes are asked for, 2 are left/],
    ["no header at all", fileOf("", 0), /begin with a brace/],
    ["a space in front", fileOf(" {}"), /begin with a brace/],
    ["a byte-order mark in front", fileOf("\ufeff{}"), /begin with a brace/],
    ["an array as the header", fileOf("[]"), /begin with a brace/],
    ["no JSON", fileOf("{]"), /must hold JSON/],
    ["no UTF-8", fileOf("{}").fill(0xff, 9), /UTF-8/],
    ["nested too deeply", fileOf(`{"a":${"[".repeat(2e5)}${"]".repeat(2e5)}}`), /nested too deeply/],
    ["an unsafe key", fileOf('{"__proto__":{}}'), /__proto__/],
    ["an unsafe name", fileOf({ constructor: entry([0], 0, 0) }), /constructor/],
    ["metadata that are numbers", fileOf({ __metadata__: { a: 1 } }), /texts by name/],
    ["metadata that are none", fileOf({ __metadata__: null }), /texts by name/],
    ["a name twice", fileOf('{"a":{"dtype":"F64"},"\\u0061":{"dtype":"F64"}}'), /everything once, got "a"/],
    [
      "metadata twice",
      fileOf('{"__metadata__":{},"__metadata__":{}}'),
      /everything once, got "__metadata__" twice/,
    ],
    ["an entry that is none", fileOf({ a: 1 }), /tensor "a": its entry must be Object/],
    ["an unknown part of an entry", fileOf({ a: { ...entry([0], 0, 0), more: 1 } }), /tensor "a": more/],
    ["another type", fileOf({ a: entry([1], 0, 8, "I64") }, 8), /tensor "a": dtype must be/],
    ["a shape that is none", fileOf({ a: entry(8, 0, 8) }, 8), /shape must be Array/],
    ["a negative size", fileOf({ a: entry([-1], 0, 8) }, 8), /tensor "a": shape/],
    ["half a row", fileOf({ a: entry([0.5], 0, 4) }, 4), /tensor "a": shape/],
    ["a shape beyond whole numbers", fileOf({ a: entry([1e300], 0, 8) }, 8), /tensor "a": shape/],
    ["a product that overflows", fileOf({ a: entry([huge, huge], 0, 8) }, 8), /too large for any file/],
    ["an overflow before a zero", fileOf({ a: entry([huge, huge, 0], 0, 0) }), /too large for any file/],
    ["bytes that overflow", fileOf({ a: entry([2 ** 50], 0, 8) }, 8), /too large for any file|takes/],
    ["a shape larger than its bytes", fileOf({ a: entry([1e12], 0, 8) }, 8), /takes 8000000000000 bytes/],
    ["a shape smaller than its bytes", fileOf({ a: entry([1], 0, 16) }, 16), /takes 8 bytes.* give 16/],
    ["offsets backwards", fileOf({ a: entry([1], 8, 0) }, 8), /offsets give -8/],
    ["three offsets", fileOf({ a: { ...entry([1], 0, 8), data_offsets: [0, 8, 8] } }, 8), /data_offsets/],
    ["an offset beyond the file", fileOf({ a: entry([2], 0, 16) }, 8), /end with the file/],
    ["bytes left over", fileOf({ a: entry([1], 0, 8) }, 9), /end with the file/],
    ["a gap in front", fileOf({ a: entry([1], 8, 16) }, 16), /leaves 8 bytes unused/],
    ["the same bytes twice", fileOf({ a: entry([1], 0, 8), b: entry([1], 0, 8) }, 8), /overlaps/],
    ["bytes shared in part", fileOf({ a: entry([2], 0, 16), b: entry([2], 8, 24) }, 24), /overlaps/],
    ["an empty tensor in the middle", fileOf({ a: entry([1], 0, 8), b: entry([0], 4, 4) }, 8), /overlaps/],
  ];
  test.each(cases)("%s: a FormatError in one line", (_why, bytes, message) => {
    let error: unknown;
    try {
      parseSafetensors("f.safetensors", bytes);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FormatError);
    const text = (error as FormatError).message;
    expect(text).toMatch(message);
    expect(text).toMatch(/^f\.safetensors: [^\n]+$/);
    expect(text.length).toBeLessThan(400);
  });

  test("the pieces of the cases above are read where nothing is wrong: they fail for their own reason", () => {
    const header = { a: entry([1], 0, 8), b: entry([0, 7], 8, 8), c: entry([2, 1], 8, 16, "F32") };
    const { tensors } = parseSafetensors("f", fileOf(header, 16));
    expect(Object.keys(tensors)).toEqual(["a", "b", "c"]);
  });

  /** Reads, and lets nothing pass but what was read whole and typed errors. */
  function readOrRefuse(bytes: Uint8Array): void {
    try {
      const { tensors } = parseSafetensors("f", bytes);
      const read = Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0);
      expect(read * 4).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
    }
  }

  const good = formatSafetensors(content);

  test("cut short anywhere", () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => parseSafetensors("f", good.subarray(0, length))).toThrow(FormatError);
    }
  });

  test("any bytes changed", () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = good.slice();
        for (const [at, value] of changes) bytes[at] = value;
        readOrRefuse(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test("any bytes at all, and any JSON as the header", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readOrRefuse));
    fc.assert(fc.property(fc.jsonValue(), fc.nat(64), (value, data) => readOrRefuse(fileOf(value, data))));
  });

  test("any shapes and offsets", () => {
    const size = fc.oneof(fc.nat(5), fc.nat(100), fc.constantFrom(2 ** 31, 2 ** 53 - 1, 2 ** 53, -1, 1e300));
    const any = fc.tuple(fc.array(size, { maxLength: 4 }), size, size, fc.constantFrom("F64", "F32"));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), fc.nat(64), (entries, data) => {
        const header = entries.map(([shape, from, to, dtype], k) => [`t${k}`, entry(shape, from, to, dtype)]);
        readOrRefuse(fileOf(Object.fromEntries(header), data));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("keys given twice", () => {
  test.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', undefined],
    ['{"a":"a\\":","b":"{\\"a\\":1"}', undefined],
    ['{"a":1,"b":2,"a":3}', "a"],
    ['{"a":[{"x":1,"\\u0078":2}]}', "x"],
    ['{"a\\\\":1,"a\\\\":2}', "a\\"],
    ["[1,2]", undefined],
    ['"a"', undefined],
  ])("%s", (text, key) => {
    JSON.parse(text);
    expect(duplicateKey(text)).toBe(key);
  });

  test("no valid JSON without a twin has one", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => duplicateKey(JSON.stringify(value)) === undefined));
  });
});
