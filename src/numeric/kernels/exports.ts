/**
 * The functions of the compiled module. Every argument is a size, an address in its memory or a flag (0 or 1);
 * what each computes is written beside its source in ./assembly.
 */
export interface KernelExports extends SpecialExports, RandomExports, NetworkExports, UpdateExports {
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

/** Draws into n numbers of memory; number i is the draw at position + i of the stream of the key. */
interface RandomExports {
  /** Four blocks of four words, with counters c0, c0 + 1, c0 + 2 and c0 + 3. */
  philox(key0: number, key1: number, c0: number, c1: number, c2: number, c3: number, out: number): void;
  uniformF64: UniformKernel;
  uniformF32: UniformKernel;
  normalF64: NormalKernel;
  normalF32: NormalKernel;
  bernoulliF64: BernoulliKernel;
  bernoulliF32: BernoulliKernel;
  bernoulliU8: BernoulliKernel;
}

type UniformKernel = (key0: number, key1: number, position: number, n: number, out: number) => void;
type NormalKernel = (
  key0: number,
  key1: number,
  position: number,
  n: number,
  tables: number,
  out: number,
) => void;
type BernoulliKernel = (
  key0: number,
  key1: number,
  position: number,
  n: number,
  threshold: number,
  value: number,
  out: number,
) => void;

type Both<Name extends string, F> = Record<`${Name}F64` | `${Name}F32`, F>;

/** The network kernels; the first argument is the address of a description (shared/networkFields.ts). */
export interface NetworkExports
  extends Both<"networkForward", (network: number, start: number, count: number) => void>,
    Both<
      "networkValue",
      (network: number, start: number, count: number, scale: number, backward: boolean) => number
    >,
    Both<"networkForwardRows", (network: number, start: number, count: number, at: number) => void>,
    Both<"networkBackwardRows", (network: number, count: number, at: number) => void>,
    Both<"networkFinish", (network: number) => void>,
    Both<"networkJacobian", (network: number, start: number, count: number, target: number) => void>,
    Both<
      "networkExampleGradients",
      (network: number, start: number, count: number, scale: number, target: number) => number
    >,
    Both<
      "networkDirectional",
      (network: number, start: number, count: number, direction: number, target: number) => void
    >,
    Both<
      "networkBank",
      (network: number, bank: number, draws: number, start: number, count: number, target: number) => void
    > {
  networkClear(network: number): void;
}

/** The updates of n numbers; what each computes is written beside its source in ./assembly/update. */
export interface UpdateExports
  extends Both<
      "sgd",
      (
        n: number,
        p: number,
        g: number,
        v: number,
        rate: number,
        momentum: number,
        ahead: boolean,
        l2: number,
        shrink: number,
        scale: number,
      ) => void
    >,
    Both<
      "adam",
      (
        n: number,
        p: number,
        g: number,
        m: number,
        v: number,
        step: number,
        beta1: number,
        beta2: number,
        c: number,
        epsilon: number,
        l2: number,
        shrink: number,
        scale: number,
      ) => void
    >,
    Both<
      "langevin",
      (n: number, p: number, g: number, d: number, noise: number, drift: number, diffusion: number) => void
    >,
    Both<
      "sghmc",
      (
        n: number,
        p: number,
        g: number,
        v: number,
        noise: number,
        keep: number,
        rate: number,
        diffusion: number,
      ) => void
    >,
    Both<
      "kickDrift",
      (n: number, p: number, r: number, g: number, d: number, kick: number, drift: number) => void
    >,
    Both<"weightedSquares", (n: number, d: number, x: number) => number>,
    Both<"squares", (n: number, x: number) => number>,
    Both<"addQuadratic", (n: number, d: number, x: number, g: number) => number>,
    Both<"addMoments", (n: number, x: number, mean: number, squares: number, share: number) => void> {}
