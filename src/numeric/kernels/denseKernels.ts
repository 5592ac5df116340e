/** How a triangular matrix is used: which triangle of it is read, and whether it stands transposed. */
export interface TriangleUse {
  readonly triangle: "lower" | "upper";
  readonly transposed: boolean;
  /** Whether the right-hand sides are the rows of B (count x n) and not its columns (n x count). */
  readonly sidesAreRows: boolean;
}

/** The dense kernels, written twice: in WebAssembly and in TypeScript. Matrices are row after row, without gaps. */
export interface DenseKernels {
  /** out = A'A, of cols x cols. */
  syrk(rows: number, cols: number, a: Float64Array, out: Float64Array): void;
  /** out = A B of m x n, with inner dimension k; a transposed factor is stored as its transpose. */
  gemm(
    m: number,
    n: number,
    k: number,
    a: Float64Array,
    transposeA: boolean,
    b: Float64Array,
    transposeB: boolean,
    out: Float64Array,
  ): void;
  /** out = A x, or A'x if transposed. */
  gemv(
    rows: number,
    cols: number,
    a: Float64Array,
    transposed: boolean,
    x: Float64Array,
    out: Float64Array,
  ): void;
  /** A = L L' in place, zeros above the diagonal. Returns -1 or the index of the pivot that failed. */
  cholesky(n: number, a: Float64Array): number;
  /** Solves with a triangular matrix in place of b. */
  solve(n: number, t: Float64Array, use: TriangleUse, count: number, b: Float64Array): void;
  /** R of A = Q R into r (cols x cols), and Q'B in place of b (rows x sides). */
  qr(rows: number, cols: number, a: Float64Array, r: Float64Array, sides: number, b: Float64Array): void;
  /** A = V diag(values) V'. Returns -1, or another number if an entry is not finite. */
  symmetricEigen(n: number, a: Float64Array, values: Float64Array, vectors: Float64Array): number;
}
