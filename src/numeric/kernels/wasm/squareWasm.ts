import type { TriangleUse } from "../denseKernels.ts";
import type { KernelInstance } from "../instantiate.ts";

/** Right-hand sides that are solved for at a time. */
const SIDES = 512;

/** A = L L' in place. */
export function choleskyWasm({ arena, exports }: KernelInstance, n: number, a: Float64Array): number {
  const copy = arena.copyIn(a);
  const scratch = arena.allocate(exports.choleskyScratch(n));
  const failed = exports.cholesky(n, copy, scratch);
  a.set(arena.f64(copy, n * n));
  return failed;
}

/** T X = B in place of b, some right-hand sides at a time. */
export function solveWasm(
  { arena, exports }: KernelInstance,
  n: number,
  t: Float64Array,
  use: TriangleUse,
  count: number,
  b: Float64Array,
): void {
  const most = Math.min(SIDES, count);
  const copyT = arena.copyIn(t);
  const scratch = arena.allocate(exports.solveScratch());
  const copy = arena.allocateF64(n * most);
  const view = arena.f64(copy, n * most);
  const backward = (use.triangle === "upper") !== use.transposed;
  for (let start = 0; start < count; start += most) {
    const sides = Math.min(most, count - start);
    copySides(n, count, start, sides, use.sidesAreRows, b, view, true);
    exports.solveTriangular(n, copyT, use.transposed, backward, sides, copy, use.sidesAreRows, scratch);
    copySides(n, count, start, sides, use.sidesAreRows, b, view, false);
  }
}

/** Copies `sides` right-hand sides from b to the arena's view, or back. */
function copySides(
  n: number,
  count: number,
  start: number,
  sides: number,
  sidesAreRows: boolean,
  b: Float64Array,
  view: Float64Array,
  toArena: boolean,
): void {
  if (sidesAreRows || sides === count) {
    const part = b.subarray(start * n, (start + sides) * n);
    if (toArena) view.set(part);
    else part.set(view.subarray(0, sides * n));
    return;
  }
  for (let i = 0; i < n; i++) {
    const part = b.subarray(i * count + start, i * count + start + sides);
    if (toArena) view.set(part, i * sides);
    else part.set(view.subarray(i * sides, (i + 1) * sides));
  }
}

/** A = V diag(values) V'. */
export function symmetricEigenWasm(
  { arena, exports }: KernelInstance,
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
): number {
  const copy = arena.copyIn(a);
  const foundValues = arena.allocateF64(n);
  const foundVectors = arena.allocateF64(n * n);
  const scratch = arena.allocate(exports.symmetricEigenScratch(n));
  const failed = exports.symmetricEigen(n, copy, foundValues, foundVectors, scratch);
  if (failed >= 0) return failed;
  values.set(arena.f64(foundValues, n));
  vectors.set(arena.f64(foundVectors, n * n));
  return failed;
}
