import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBulkRandom } from "../../../src/numeric/kernels/random.ts";
import { kernelInstance, selectKernels } from "../../../src/numeric/kernels/select.ts";
import { philoxTwin } from "../../../src/numeric/kernels/twin/philoxTwin.ts";
import { TAIL_START, zigguratTables } from "../../../src/numeric/kernels/zigguratTables.ts";

describe("Philox4x32-10", () => {
  // Known answers of the authors' library Random123 (file tests/kat_vectors, lines "philox4x32 10").
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("gives the known answer for counter %j", ([c0, c1, c2, c3], [key0, key1], answer) => {
    const words = new Uint32Array(4);
    philoxTwin(key0!, key1!, c0!, c1!, c2!, c3!, words);
    expect(Array.from(words)).toEqual(answer);
    selectKernels("wasm");
    const { arena, exports } = kernelInstance()!;
    arena.scope(() => {
      const out = arena.allocate(64);
      exports.philox(key0!, key1!, c0!, c1!, c2!, c3!, out);
      expect(Array.from(new Uint32Array(arena.bytes(out, 16).slice().buffer))).toEqual(answer);
    });
  });
});

describe("the tables of the ziggurat", () => {
  it("have layers of equal area that close at the top", () => {
    const { widths, heights, thresholds } = zigguratTables();
    const x = Array.from(widths, (width) => width * 2 ** 53);
    const area = x[1]! * (heights[2]! - heights[1]!);
    for (let i = 1; i < 256; i++) expect(x[i]! * (heights[i + 1]! - heights[i]!)).toBeCloseTo(area, 14);
    expect(x[0]! * heights[1]!).toBeCloseTo(area, 14);
    // r f(r) + the area of the tail, sqrt(pi / 2) erfc(r / sqrt 2), with erfc from mpmath 1.3.0.
    const tail = Math.sqrt(Math.PI / 2) * 0.000258032487653901;
    expect(TAIL_START * heights[1]! + tail).toBeCloseTo(area, 14);
    expect(thresholds[255]).toBe(0);
    expect(thresholds[0]! / 2 ** 53).toBeCloseTo(TAIL_START / x[0]!, 15);
  });
});

const position = fc.oneof(fc.nat(100), fc.nat(1e6), fc.integer({ min: 0, max: 2 ** 52 }));
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const length = fc.nat(60);

describe("draws addressed by position", () => {
  it("have the same bits from WebAssembly, plain or relaxed, and from TypeScript", () => {
    fc.assert(
      fc.property(
        word,
        word,
        position,
        length,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, at, n, p) => {
          const random = createBulkRandom([a, b]);
          const draw = (choice: "wasm" | "relaxed" | "js"): unknown[] => {
            selectKernels(choice);
            return [Float64Array, Float32Array].flatMap((Kind) => [
              random.fillUniform(at, new Kind(n)),
              random.fillNormal(at, new Kind(n)),
              random.fillBernoulli(at, p, new Kind(n), 1.25),
              random.fillBernoulli(at, p, new Uint8Array(n)),
            ]);
          };
          const twin = draw("js");
          expect(draw("wasm")).toEqual(twin);
          expect(draw("relaxed")).toEqual(twin);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it("agree over 100,000 normals, among them tails and wedges", () => {
    const random = createBulkRandom([1, 2]);
    selectKernels("js");
    const twin = random.fillNormal(0, new Float64Array(100_000));
    selectKernels("wasm");
    const found = random.fillNormal(0, new Float64Array(100_000));
    expect(found.every((x, i) => x === twin[i])).toBe(true);
    expect(found.filter((x) => Math.abs(x) > TAIL_START).length).toBeGreaterThan(5);
  });

  it("do not depend on how a stream is cut into arrays", () => {
    selectKernels("wasm");
    fc.assert(
      fc.property(position, length, length, (at, before, n) => {
        const random = createBulkRandom([7, 8]);
        for (const kind of ["fillUniform", "fillNormal"] as const) {
          const whole = random[kind](at, new Float64Array(before + n));
          expect(random[kind](at + before, new Float64Array(n))).toEqual(whole.subarray(before));
        }
        const mask = random.fillBernoulli(at, 0.5, new Uint8Array(before + n));
        expect(random.fillBernoulli(at + before, 0.5, new Uint8Array(n))).toEqual(mask.subarray(before));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it("stay what they are in this version (a snapshot of ourselves)", () => {
    selectKernels("wasm");
    const random = createBulkRandom([1, 2]);
    expect(Array.from(random.fillUniform(0, new Float64Array(3)))).toMatchInlineSnapshot(`
      [
        0.5969619858129563,
        0.9168554440030318,
        0.6966416715577085,
      ]
    `);
    expect(Array.from(random.fillNormal(0, new Float64Array(3)))).toMatchInlineSnapshot(`
      [
        -1.1915043762580104,
        0.6934602809401356,
        -0.20624838190472936,
      ]
    `);
    expect(Array.from(random.fillBernoulli(0, 0.5, new Uint8Array(12)))).toMatchInlineSnapshot(`
      [
        0,
        1,
        0,
        0,
        0,
        0,
        1,
        1,
        0,
        1,
        0,
        1,
      ]
    `);
  });

  it("reject keys, positions and probabilities out of range", () => {
    expect(() => createBulkRandom([1, 2 ** 32])).toThrow(/key must be a whole number at least 0 and below/);
    const random = createBulkRandom([1, 2]);
    expect(() => random.fillNormal(-1, new Float64Array(1))).toThrow(/position must be a whole number/);
    expect(() => random.fillNormal(2 ** 53 - 1, new Float64Array(1))).toThrow(/position must be/);
    expect(() => random.fillBernoulli(0, 1.5, new Float64Array(1))).toThrow(/probability must be/);
    expect(random.fillBernoulli(0, 0, new Uint8Array(99)).every((x) => x === 0)).toBe(true);
    expect(random.fillBernoulli(0, 1, new Uint8Array(99)).every((x) => x === 1)).toBe(true);
  });
});
