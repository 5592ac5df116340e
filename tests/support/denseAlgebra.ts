/** Textbook linear algebra on arrays of rows, as a slow twin: no tricks and none of the library's own code. */
export type Rows = readonly (readonly number[])[];

/** A B. */
export function multiply(a: Rows, b: Rows): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** A'. */
export function transposed(a: Rows): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

/** A^-1 and log |det A|, by Gauss-Jordan elimination with row pivoting. */
export function invert(a: Rows): { readonly inverse: number[][]; readonly logDeterminant: number } {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(work[i]![k]!) > Math.abs(work[pivot]![k]!)) pivot = i;
    [work[k], work[pivot]] = [work[pivot]!, work[k]!];
    const head = work[k]![k]!;
    logDeterminant += Math.log(Math.abs(head));
    work[k] = work[k]!.map((value) => value / head);
    for (let i = 0; i < n; i++) {
      const factor = work[i]![k]!;
      if (i !== k && factor !== 0) work[i] = work[i]!.map((value, j) => value - factor * work[k]![j]!);
    }
  }
  return { inverse: work.map((row) => row.slice(n)), logDeterminant };
}

/** b'A b. */
export function quadraticForm(a: Rows, b: readonly number[]): number {
  return b.reduce((sum, bi, i) => sum + bi * a[i]!.reduce((inner, value, j) => inner + value * b[j]!, 0), 0);
}
