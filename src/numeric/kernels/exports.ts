/**
 * The functions of the compiled module. Every argument is a size, an address in its memory or a flag (0 or 1);
 * what each computes is written beside its source in ./assembly.
 */
export interface KernelExports extends SpecialExports {
  dataEnd(): number;
  gemmScratch(): number;
  gemmF64: GemmKernel;
  gemmF32: GemmKernel;
  gemv(rows: number, cols: number, a: number, x: number, out: number): void;
  gemvTransposed(rows: number, cols: number, a: number, x: number, out: number): void;
  dot(n: number, x: number, y: number): number;
  axpy(n: number, factor: number, x: number, y: number): void;
  transpose(rows: number, cols: number, source: number, target: number): void;
  syrkScratch(cols: number): number;
  syrkAdd(rows: number, cols: number, a: number, c: number, scratch: number): void;
  mirrorLower(n: number, c: number): void;
  choleskyScratch(n: number): number;
  cholesky(n: number, a: number, scratch: number): number;
  solveScratch(): number;
  solveTriangular(
    n: number,
    t: number,
    transposed: boolean,
    backward: boolean,
    count: number,
    b: number,
    sidesAreRows: boolean,
    scratch: number,
  ): void;
  qrScratch(rows: number, columns: number): number;
  qr(rows: number, cols: number, sides: number, a: number, scratch: number): void;
  symmetricEigenScratch(n: number): number;
  symmetricEigen(n: number, a: number, values: number, vectors: number, scratch: number): number;
}

/** C += A B for C of m x n and an inner dimension k. */
type GemmKernel = (
  m: number,
  n: number,
  k: number,
  a: number,
  transposeA: boolean,
  b: number,
  transposeB: boolean,
  c: number,
  scratch: number,
) => void;

/** A special function that is computed over arrays. */
export type SpecialFunction = "exp" | "log" | "tanh" | "softplus" | "erf";

/** out_i = f(x_i) for n numbers; `out` may be `x`. */
type SpecialExports = Record<
  `${SpecialFunction}F64` | `${SpecialFunction}F32`,
  (n: number, x: number, out: number) => void
>;
