import type { DenseKernels } from "../denseKernels.ts";
import type { KernelInstance } from "../instantiate.ts";
import { gemmWasm, gemvWasm, syrkWasm } from "./productsWasm.ts";
import { qrWasm } from "./qrWasm.ts";
import { choleskyWasm, solveWasm, symmetricEigenWasm } from "./squareWasm.ts";

/** The dense kernels of a compiled module. Every call releases the memory it took. */
export function createDenseWasm(kernels: KernelInstance): DenseKernels {
  const { arena } = kernels;
  return {
    syrk: (...args) => arena.scope(() => syrkWasm(kernels, ...args)),
    gemm: (...args) => arena.scope(() => gemmWasm(kernels, ...args)),
    gemv: (...args) => arena.scope(() => gemvWasm(kernels, ...args)),
    cholesky: (...args) => arena.scope(() => choleskyWasm(kernels, ...args)),
    solve: (...args) => arena.scope(() => solveWasm(kernels, ...args)),
    qr: (...args) => arena.scope(() => qrWasm(kernels, ...args)),
    symmetricEigen: (...args) => arena.scope(() => symmetricEigenWasm(kernels, ...args)),
  };
}
