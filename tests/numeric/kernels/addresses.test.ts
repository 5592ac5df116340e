import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KernelInstance } from "../../../src/numeric/kernels/instantiate.ts";
import { kernelInstance, selectKernels } from "../../../src/numeric/kernels/select.ts";
import { integers, product, transposed } from "./support.ts";

// Kernels that other kernels call by address and that have no public function of their own.
describe("kernels called by address", () => {
  const size = fc.integer({ min: 0, max: 20 });

  function instance(): KernelInstance {
    selectKernels("wasm");
    return kernelInstance()!;
  }

  it("gemm in f32 is exact on whole numbers for every shape and transposition", () => {
    const { arena, exports } = instance();
    const property = (m: number, n: number, k: number, ta: boolean, tb: boolean, seed: number): void =>
      arena.scope(() => {
        const a = integers(seed, m * k, 9);
        const b = integers(seed + 1, k * n, 9);
        const at = arena.allocate(m * k * 4);
        const bt = arena.allocate(k * n * 4);
        const out = arena.allocate(m * n * 4);
        const scratch = arena.allocate(exports.gemmScratch());
        arena.f32(at, m * k).set(ta ? transposed(m, k, a) : a);
        arena.f32(bt, k * n).set(tb ? transposed(k, n, b) : b);
        arena.f32(out, m * n).fill(1);
        exports.gemmF32(m, n, k, at, ta, bt, tb, out, scratch);
        const expected = product(m, n, k, a, b).map((value) => value + 1);
        expect(Array.from(arena.f32(out, m * n))).toEqual(Array.from(expected));
      });
    fc.assert(fc.property(size, size, size, fc.boolean(), fc.boolean(), fc.nat(1e6), property), {
      numRuns: 150,
      seed: 1,
    });
  });

  it("gemm in f32 is exact beyond its blocks", () => {
    const { arena, exports } = instance();
    const [m, n, k] = [133, 261, 259];
    arena.scope(() => {
      const [a, b] = [integers(1, m * k, 9), integers(2, k * n, 9)];
      const [at, bt, out] = [arena.allocate(m * k * 4), arena.allocate(k * n * 4), arena.allocate(m * n * 4)];
      const scratch = arena.allocate(exports.gemmScratch());
      arena.f32(at, m * k).set(a);
      arena.f32(bt, k * n).set(b);
      arena.f32(out, m * n).fill(0);
      exports.gemmF32(m, n, k, at, false, bt, false, out, scratch);
      expect(Float64Array.from(arena.f32(out, m * n))).toEqual(product(m, n, k, a, b));
    });
  });

  it("dot and axpy are exact on whole numbers for every length", () => {
    const { arena, exports } = instance();
    for (let n = 0; n < 40; n++) {
      arena.scope(() => {
        const x = integers(n, n, 9);
        const y = integers(n + 1, n, 9);
        const xAt = arena.copyIn(x);
        const yAt = arena.copyIn(y);
        expect(exports.dot(n, xAt, yAt)).toBe(product(1, 1, n, x, y)[0]);
        exports.axpy(n, 3, xAt, yAt);
        expect(arena.f64(yAt, n)).toEqual(y.map((value, i) => value + 3 * x[i]!));
      });
    }
  });
});
