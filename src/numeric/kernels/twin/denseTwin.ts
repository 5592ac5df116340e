import type { DenseKernels } from "../denseKernels.ts";
import { choleskyTwin, solveTwin } from "./choleskyTwin.ts";
import { gemmTwin, gemvTwin, syrkTwin } from "./productsTwin.ts";
import { qrTwin } from "./qrTwin.ts";
import { symmetricEigenTwin } from "./symmetricEigenTwin.ts";

/** The dense kernels in plain TypeScript: the shortest correct form of each, oracle in tests and fallback. */
export const denseTwin: DenseKernels = {
  syrk: syrkTwin,
  gemm: gemmTwin,
  gemv: gemvTwin,
  cholesky: choleskyTwin,
  solve: solveTwin,
  qr: qrTwin,
  symmetricEigen: symmetricEigenTwin,
};
