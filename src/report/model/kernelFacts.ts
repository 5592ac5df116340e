import { kernelsInUse } from "../../numeric/kernels/select.ts";

/**
 * Which kernels computed, as facts for the provenance of a page. Nothing is said of the usual ones, plain WebAssembly,
 * whose results are the same everywhere.
 */
export function kernelFacts(): readonly (readonly [name: string, value: string])[] {
  const { name, reason } = kernelsInUse();
  if (name === "wasm") return [];
  if (name === "relaxed") {
    return [["Kernels", "relaxed SIMD: the last digits may differ between processors"]];
  }
  const why = reason === undefined ? "" : ` (${reason})`;
  return [["Kernels", `TypeScript instead of WebAssembly, with other last digits${why}`]];
}
