/**
 * Rank-one changes of a Cholesky factor. They touch each number of L once, so copying L into the memory of the
 * WebAssembly kernels would cost as much as the work: these run in TypeScript everywhere, with the same bits.
 * Source: Gill, Golub, Murray and Saunders (1974); the downdate in the mixed form of Bojanczyk et al. (1987).
 */

/** L becomes the factor of L L' + x x', in place; x is destroyed. L is n x n, lower, row after row. */
export function rankOneUpdate(n: number, l: Float64Array, x: Float64Array): void {
  const cosines = new Float64Array(n);
  const sines = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let xi = x[i]!;
    const row = i * n;
    for (let k = 0; k < i; k++) {
      const old = l[row + k]!;
      l[row + k] = cosines[k]! * old + sines[k]! * xi;
      xi = cosines[k]! * xi - sines[k]! * old;
    }
    const diagonal = l[row + i]!;
    const root = Math.sqrt(diagonal * diagonal + xi * xi);
    cosines[i] = diagonal / root;
    sines[i] = xi / root;
    l[row + i] = root;
    x[i] = xi;
  }
}

/**
 * L becomes the factor of L L' - x x', in place; x is destroyed. Returns -1, or the index of the first pivot that is
 * not positive, when L L' - x x' is not positive definite and L is of no further use.
 */
export function rankOneDowndate(n: number, l: Float64Array, x: Float64Array): number {
  const cosines = new Float64Array(n);
  const sines = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let xi = x[i]!;
    const row = i * n;
    for (let k = 0; k < i; k++) {
      const changed = (l[row + k]! - sines[k]! * xi) / cosines[k]!;
      l[row + k] = changed;
      xi = cosines[k]! * xi - sines[k]! * changed;
    }
    const diagonal = l[row + i]!;
    const square = (diagonal - xi) * (diagonal + xi);
    if (!(square > 0)) return i;
    const root = Math.sqrt(square);
    cosines[i] = root / diagonal;
    sines[i] = xi / diagonal;
    l[row + i] = root;
    x[i] = xi;
  }
  return -1;
}
