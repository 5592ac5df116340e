import { afterEach, describe, expect, it, vi } from "vitest";
import {
  cholesky,
  gemm,
  gemv,
  qr,
  solveLowerMany,
  symmetricEigen,
  syrk,
} from "../../../src/numeric/kernels/dense.ts";
import { kernelInstance, kernelsInUse, selectKernels } from "../../../src/numeric/kernels/select.ts";

async function freshModule(): Promise<typeof import("../../../src/numeric/kernels/select.ts")> {
  vi.resetModules();
  return await import("../../../src/numeric/kernels/select.ts");
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

// A page has no environment, and loads a module only once.
describe.skipIf("document" in globalThis)("the environment", () => {
  it("plain WebAssembly unless something else is asked for", async () => {
    vi.stubEnv("CREDENCE_KERNELS", "");
    expect((await freshModule()).kernelsInUse()).toEqual({ name: "wasm" });
  });

  it("chooses, and a misspelt one is an error", async () => {
    vi.stubEnv("CREDENCE_KERNELS", "js");
    expect((await freshModule()).kernelsInUse()).toEqual({ name: "js" });
    vi.stubEnv("CREDENCE_KERNELS", "fast");
    const fresh = await freshModule();
    expect(() => fresh.kernelsInUse()).toThrow(
      /CREDENCE_KERNELS must be one of "wasm", "relaxed", "js", got "fast"/,
    );
  });

  it("need not be there", async () => {
    const fresh = await freshModule();
    vi.stubGlobal("process", undefined);
    expect(fresh.kernelsInUse()).toEqual({ name: "wasm" });
  });
});

describe("choosing the kernels", () => {
  it("a selection overrides what was chosen", () => {
    expect(selectKernels("js")).toEqual({ name: "js" });
    expect(kernelInstance()).toBeUndefined();
    expect(selectKernels("wasm")).toEqual({ name: "wasm" });
    expect(kernelsInUse()).toEqual({ name: "wasm" });
    expect(() => selectKernels("native" as never)).toThrow(/selectKernels: choice must be one of/);
  });

  it("falls back to the twins, with the reason, where WebAssembly is refused or absent", () => {
    const refuse = function Module(): never {
      throw new Error("Refused to compile: 'unsafe-eval' is not allowed");
    };
    vi.stubGlobal("WebAssembly", { ...WebAssembly, Module: refuse });
    expect(selectKernels("wasm")).toEqual({
      name: "js",
      reason: `"wasm" was refused: Refused to compile: 'unsafe-eval' is not allowed`,
    });
    const out = new Float64Array(1);
    syrk(2, 1, Float64Array.of(3, 4), out);
    expect(out[0]).toBe(25);
    vi.stubGlobal("WebAssembly", undefined);
    expect(selectKernels("relaxed").reason).toMatch(
      /"relaxed" was refused: .*; "wasm" was refused: .*no WebAssembly/,
    );
  });
});

describe("the arena", () => {
  it("is where it was after 10,000 calls, and its memory has not grown after the first", () => {
    selectKernels("wasm");
    const { arena } = kernelInstance()!;
    const n = 9;
    const a = Float64Array.from({ length: n * n }, (_, p) => (p % (n + 1) === 0 ? 10 : 1));
    const out = new Float64Array(n * n);
    const x = new Float64Array(n);
    const round = (): void => {
      syrk(n, n, a, out);
      gemm(n, n, n, a, true, a, false, out);
      gemv(n, n, a, false, a.subarray(0, n), x);
      qr(n, n, a, out);
      symmetricEigen(n, a, x, out);
      out.set(a);
      cholesky(n, out);
      solveLowerMany(n, out, 1, x);
    };
    round();
    const mark = arena.mark();
    const bytes = arena.bytes(0, 1).buffer.byteLength;
    for (let i = 0; i < 10_000 / 8; i++) round();
    expect(arena.mark()).toBe(mark);
    expect(arena.bytes(0, 1).buffer.byteLength).toBe(bytes);
  });

  it("releases after an error, aligns to 64 bytes, and keeps contents when it grows", () => {
    selectKernels("wasm");
    const { arena } = kernelInstance()!;
    const mark = arena.mark();
    expect(() =>
      arena.scope(() => {
        arena.allocate(1000);
        throw new Error("midway");
      }),
    ).toThrow("midway");
    expect(arena.mark()).toBe(mark);
    arena.scope(() => {
      const small = arena.copyIn(Float64Array.of(1, 2, 3));
      const large = arena.allocate(50_000_000);
      expect([small % 64, large % 64]).toEqual([0, 0]);
      expect(arena.f64(small, 3)).toEqual(Float64Array.of(1, 2, 3));
      expect(arena.bytes(large, 50_000_000).at(-1)).toBe(0);
    });
    expect(arena.mark()).toBe(mark);
  });
});
