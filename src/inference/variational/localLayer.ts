import { gemm } from "../../numeric/kernels/dense.ts";
import type { LayerMoments, NoisyLayer } from "./noisyLayer.ts";

/**
 * Local reparameterisation (Kingma, Salimans & Welling 2015): given x, the sums of a layer with independent normal
 * parameters are independent normals with means x'M + b and variances (x^2)'S^2 + s_b^2, so they are drawn instead of the
 * parameters, row by row.
 */
export function localLayer(moments: LayerMoments): NoisyLayer {
  const { inputs: n, outputs: m, weightMean, weightSd, biasMean, biasSd } = moments;
  const squares = new Float64Array(n * m);
  let last = { rows: 0, x: new Float64Array(0), x2: new Float64Array(0), half: new Float64Array(0) };
  return {
    noise: (rows) => rows * m,
    forward(rows, x, noise) {
      for (let i = 0; i < squares.length; i++) squares[i] = weightSd[i]! * weightSd[i]!;
      const x2 = x.map((value) => value * value);
      const sums = new Float64Array(rows * m);
      const variances = new Float64Array(rows * m);
      gemm(rows, m, n, x, false, weightMean, false, sums);
      gemm(rows, m, n, x2, false, squares, false, variances);
      // half: the derivative of a sum by its variance.
      const half = new Float64Array(rows * m);
      for (let r = 0, p = 0; r < rows; r++) {
        for (let k = 0; k < m; k++, p++) {
          const sd = Math.sqrt(variances[p]! + biasSd[k]! * biasSd[k]!);
          sums[p] = sums[p]! + biasMean[k]! + sd * noise[p]!;
          half[p] = sd > 0 ? (0.5 * noise[p]!) / sd : 0;
        }
      }
      last = { rows, x: Float64Array.from(x), x2: Float64Array.from(x2), half };
      return sums;
    },
    backward(dSums) {
      const { rows, x, x2, half } = last;
      const dVariance = dSums.map((value, p) => value * half[p]!);
      const gradients = {
        weightMean: new Float64Array(n * m),
        weightSd: new Float64Array(n * m),
        biasMean: new Float64Array(m),
        biasSd: new Float64Array(m),
        entering: new Float64Array(rows * n),
      };
      gemm(n, m, rows, x, true, dSums, false, gradients.weightMean);
      gemm(n, m, rows, x2, true, dVariance, false, gradients.weightSd);
      for (let i = 0; i < n * m; i++) gradients.weightSd[i] = 2 * weightSd[i]! * gradients.weightSd[i]!;
      for (let r = 0, p = 0; r < rows; r++) {
        for (let k = 0; k < m; k++, p++) {
          gradients.biasMean[k] = gradients.biasMean[k]! + dSums[p]!;
          gradients.biasSd[k] = gradients.biasSd[k]! + 2 * biasSd[k]! * dVariance[p]!;
        }
      }
      const byVariance = new Float64Array(rows * n);
      gemm(rows, n, m, dSums, false, weightMean, true, gradients.entering);
      gemm(rows, n, m, dVariance, false, squares, true, byVariance);
      for (let p = 0; p < rows * n; p++)
        gradients.entering[p] = gradients.entering[p]! + 2 * x[p]! * byVariance[p]!;
      return gradients;
    },
  };
}
