import type { TriangleUse } from "../denseKernels.ts";

/** A = L L' in place, row after row. Returns -1 or the index of the first pivot that is not positive and finite. */
export function choleskyTwin(n: number, a: Float64Array): number {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (j < i) {
        a[i * n + j] = sum / a[j * n + j]!;
      } else {
        if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return i;
        a[i * n + i] = Math.sqrt(sum);
      }
    }
    a.fill(0, i * n + i + 1, (i + 1) * n);
  }
  return -1;
}

/** T X = B in place of b, one unknown after another. */
export function solveTwin(
  n: number,
  t: Float64Array,
  use: TriangleUse,
  count: number,
  b: Float64Array,
): void {
  const backward = (use.triangle === "upper") !== use.transposed;
  const unknown = use.sidesAreRows ? 1 : count;
  const side = use.sidesAreRows ? n : 1;
  const entry = (i: number, k: number): number => (use.transposed ? t[k * n + i]! : t[i * n + k]!);
  for (let step = 0; step < n; step++) {
    const i = backward ? n - 1 - step : step;
    for (let solved = 0; solved < step; solved++) {
      const k = backward ? n - 1 - solved : solved;
      const factor = entry(i, k);
      for (let j = 0; j < count; j++) b[i * unknown + j * side]! -= factor * b[k * unknown + j * side]!;
    }
    for (let j = 0; j < count; j++) b[i * unknown + j * side]! /= entry(i, i);
  }
}
