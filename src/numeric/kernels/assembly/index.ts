/** The entry of the module: the names that TypeScript can call. Every argument is a size, an address or a flag. */
import { gemm } from "./dense/gemm";

/** The first address after the module's own data, where the arena may start. */
export function dataEnd(): usize {
  return __heap_base;
}

/** {@link gemm} for rows without gaps, in f64. */
export function gemmF64(m: usize, n: usize, k: usize, a: usize, ta: bool, b: usize, tb: bool, c: usize, scratch: usize): void {
  gemm<f64>(m, n, k, a, (ta ? m : k) * 8, ta, b, (tb ? k : n) * 8, tb, c, n * 8, false, scratch);
}

/** {@link gemm} for rows without gaps, in f32. */
export function gemmF32(m: usize, n: usize, k: usize, a: usize, ta: bool, b: usize, tb: bool, c: usize, scratch: usize): void {
  gemm<f32>(m, n, k, a, (ta ? m : k) * 4, ta, b, (tb ? k : n) * 4, tb, c, n * 4, false, scratch);
}

export { gemmScratch } from "./dense/gemm";
export { cholesky, choleskyScratch } from "./dense/cholesky";
export { qr, qrScratch } from "./dense/qr";
export { solveScratch, solveTriangular } from "./dense/solveTriangular";
export { symmetricEigen, symmetricEigenScratch } from "./dense/symmetricEigen";
export { mirrorLower, syrkAdd, syrkScratch } from "./dense/syrk";
export { transpose } from "./dense/transpose";
export { axpy, dot, gemv, gemvTransposed } from "./dense/vector";
export {
  erfF32,
  erfF64,
  expF32,
  expF64,
  logF32,
  logF64,
  softplusF32,
  softplusF64,
  tanhF32,
  tanhF64,
} from "./special/elementwise";
export {
  bernoulliF32,
  bernoulliF64,
  bernoulliU8,
  normalF32,
  normalF64,
  uniformF32,
  uniformF64,
} from "./random/fill";
export { philox } from "./random/philox";
export {
  networkClear,
  networkBackwardRowsF32,
  networkBackwardRowsF64,
  networkBankF32,
  networkBankF64,
  networkDirectionalF32,
  networkDirectionalF64,
  networkExampleGradientsF32,
  networkExampleGradientsF64,
  networkFinishF32,
  networkFinishF64,
  networkForwardF32,
  networkForwardF64,
  networkForwardRowsF32,
  networkForwardRowsF64,
  networkJacobianF32,
  networkJacobianF64,
  networkValueF32,
  networkValueF64,
} from "./network/exports";
export {
  adamF32,
  adamF64,
  addMomentsF32,
  addMomentsF64,
  addQuadraticF32,
  addQuadraticF64,
  kickDriftF32,
  kickDriftF64,
  langevinF32,
  langevinF64,
  sgdF32,
  sgdF64,
  sghmcF32,
  sghmcF64,
  squaresF32,
  squaresF64,
  weightedSquaresF32,
  weightedSquaresF64,
} from "./update/exports";
