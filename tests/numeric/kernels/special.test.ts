import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import {
  erfInto,
  expInto,
  logInto,
  type Reals,
  softplusInto,
  tanhInto,
} from "../../../src/numeric/kernels/special.ts";
import { tanh } from "../../../src/numeric/special.ts";
import fixture from "../../fixtures/numeric/specialFunctions.json" with { type: "json" };
import { errorInUlp } from "./ulp.ts";

type Into = (x: Reals, out: Reals) => void;

// The largest errors promised, in ulp.
const FUNCTIONS = {
  exp: { into: expInto, promised: 1 },
  log: { into: logInto, promised: 1 },
  tanh: { into: tanhInto, promised: 3 },
  softplus: { into: softplusInto, promised: 2 },
  erf: { into: erfInto, promised: 1.5 },
} as const satisfies Record<string, { into: Into; promised: number }>;

const names = Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[];
const values = (into: Into, x: Reals): Reals => {
  const out = x.slice();
  into(x, out);
  return out;
};

describe.each(["wasm", "relaxed", "js"] as const)("special functions over arrays, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  it.each(names)("%s keeps its promise against 40 digits in f64", (name) => {
    const pairs = [...fixture.functions[name].f32, ...fixture.functions[name].f64] as [number, string][];
    const found = values(
      FUNCTIONS[name].into,
      Float64Array.from(pairs, ([x]) => x),
    );
    const worst = pairs.reduce(
      (most, [, exact], i) => Math.max(most, errorInUlp(found[i]!, exact, "f64")),
      0,
    );
    expect(worst).toBeLessThanOrEqual(FUNCTIONS[name].promised);
  });

  it.each(names)("%s keeps its promise against 40 digits in f32", (name) => {
    const pairs = fixture.functions[name].f32 as [number, string][];
    const found = values(
      FUNCTIONS[name].into,
      Float32Array.from(pairs, ([x]) => x),
    );
    const worst = pairs.reduce(
      (most, [, exact], i) => Math.max(most, errorInUlp(found[i]!, exact, "f32")),
      0,
    );
    expect(worst).toBeLessThanOrEqual(FUNCTIONS[name].promised);
  });

  it("tanh keeps its promise in f32 against f64 on a dense grid, and in f64 against another program", () => {
    const x = Float32Array.from({ length: 40_000 }, (_, i) => Math.exp(-12 + i / 2857));
    const found = values(tanhInto, x);
    const exact = values(tanhInto, Float64Array.from(x));
    for (let i = 0; i < x.length; i++) {
      const ulp = 2 ** (Math.floor(Math.log2(exact[i]!)) - 23);
      if (!(Math.abs(found[i]! - exact[i]!) <= 3 * ulp))
        expect.fail(`tanh ${x[i]}: ${found[i]}, not ${exact[i]}`);
      // stdlib's tanh (Cephes) is within 2 ulp itself.
      const other = tanh(x[i]!);
      if (!(Math.abs(exact[i]! - other) <= 5 * 2 ** -29 * ulp))
        expect.fail(`tanh ${x[i]}: ${exact[i]}, not ${other}`);
    }
  });

  it.each([Float64Array, Float32Array])("has the right limits, %o", (Kind) => {
    const x = Kind.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0, -0);
    const of = (name: keyof typeof FUNCTIONS): number[] => Array.from(values(FUNCTIONS[name].into, x));
    const inf = Number.POSITIVE_INFINITY;
    expect(of("exp")).toEqual([inf, 0, Number.NaN, 1, 1]);
    expect(of("log")).toEqual([inf, Number.NaN, Number.NaN, -inf, -inf]);
    expect(of("tanh")).toEqual([1, -1, Number.NaN, 0, -0]);
    expect(of("erf")).toEqual([1, -1, Number.NaN, 0, -0]);
    const [top, bottom, none, zero] = of("softplus");
    expect([top, bottom, none]).toEqual([inf, 0, Number.NaN]);
    expect(zero).toBe(Kind === Float64Array ? Math.LN2 : Math.fround(Math.LN2));
    expect(Array.from(values(expInto, Kind.of(1000, -1000)))).toEqual([inf, 0]);
  });

  it("touches nothing beyond the arrays and works in place", () => {
    for (const Kind of [Float64Array, Float32Array]) {
      const all = new Kind(11).fill(1);
      expInto(all.subarray(2, 9), all.subarray(2, 9));
      expect(Array.from(all.subarray(0, 2))).toEqual([1, 1]);
      expect(Array.from(all.subarray(9))).toEqual([1, 1]);
      expect(all[8]).toBeCloseTo(Math.E, 6);
    }
    expInto(new Float64Array(0), new Float64Array(0));
  });

  it.each(names)("%s of an array of any length is that of its numbers one by one", (name) => {
    for (const Kind of [Float64Array, Float32Array]) {
      const x = new Kind(40).map((_, i) => 0.01 + Math.abs(5 * Math.sin(i * i)));
      const single = Array.from(x, (value) => values(FUNCTIONS[name].into, Kind.of(value))[0]!);
      for (let n = 0; n <= 40; n++) {
        expect(Array.from(values(FUNCTIONS[name].into, x.slice(0, n)))).toEqual(single.slice(0, n));
      }
    }
  });

  it("rejects other lengths and mixed precisions", () => {
    expect(() => expInto(new Float64Array(2), new Float64Array(3))).toThrow(
      /expInto: out must have length 2/,
    );
    expect(() => logInto(new Float64Array(2), new Float32Array(2))).toThrow(/both be f64 or both be f32/);
  });
});

describe("the two forms of the special functions", () => {
  // Numbers of every size (random bits) and numbers of the usual size.
  const random = fc.tuple(
    fc.array(fc.double({ noNaN: false }), { minLength: 1, maxLength: 300 }),
    fc.integer(),
  );
  const usual = (seed: number): number[] => Array.from({ length: 300 }, (_, i) => 8 * Math.sin(seed + i * i));

  it.each(names)("%s has the same bits from WebAssembly and from TypeScript", (name) => {
    const { into } = FUNCTIONS[name];
    fc.assert(
      fc.property(random, ([numbers, seed]) => {
        for (const Kind of [Float64Array, Float32Array]) {
          const x = Kind.from([...numbers, ...usual(seed % 1000)]);
          selectKernels("js");
          const slow = values(into, x);
          selectKernels("wasm");
          expect(values(into, x)).toEqual(slow);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
