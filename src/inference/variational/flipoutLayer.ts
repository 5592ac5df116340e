import { gemm } from "../../numeric/kernels/dense.ts";
import type { LayerMoments, NoisyLayer } from "./noisyLayer.ts";

/**
 * Flipout (Wen et al. 2018): one deviation of the parameters for all rows, D = S e, but with signs s of the inputs and t of
 * the outputs that every row draws for itself: sums x'M + b + t (s x)'D + t d_b. Rows are then uncorrelated, at the price
 * of one more product of matrices.
 */
export function flipoutLayer(moments: LayerMoments): NoisyLayer {
  const { inputs: n, outputs: m, weightMean, weightSd, biasMean, biasSd } = moments;
  const deviation = new Float64Array(n * m);
  let last = {
    rows: 0,
    x: new Float64Array(0),
    flipped: new Float64Array(0),
    noise: new Float64Array(0),
  };
  const sign = (value: number) => (value < 0 ? -1 : 1);
  // Noise: deviations of weights and biases, then signs of inputs and outputs of every row.
  const biasAt = n * m;
  const inAt = biasAt + m;
  const outAt = (rows: number) => inAt + rows * n;
  return {
    noise: (rows) => outAt(rows) + rows * m,
    forward(rows, x, noise) {
      for (let i = 0; i < n * m; i++) deviation[i] = weightSd[i]! * noise[i]!;
      const flipped = Float64Array.from(x, (value, p) => value * sign(noise[inAt + p]!));
      const sums = new Float64Array(rows * m);
      const deviations = new Float64Array(rows * m);
      gemm(rows, m, n, x, false, weightMean, false, sums);
      gemm(rows, m, n, flipped, false, deviation, false, deviations);
      for (let r = 0, p = 0; r < rows; r++) {
        for (let k = 0; k < m; k++, p++) {
          const side = sign(noise[outAt(rows) + p]!);
          sums[p] = sums[p]! + biasMean[k]! + side * (deviations[p]! + biasSd[k]! * noise[biasAt + k]!);
        }
      }
      last = { rows, x: Float64Array.from(x), flipped, noise: Float64Array.from(noise) };
      return sums;
    },
    backward(dSums) {
      const { rows, x, flipped, noise } = last;
      const dDeviations = dSums.map((value, p) => value * sign(noise[outAt(rows) + p]!));
      const gradients = {
        weightMean: new Float64Array(n * m),
        weightSd: new Float64Array(n * m),
        biasMean: new Float64Array(m),
        biasSd: new Float64Array(m),
        entering: new Float64Array(rows * n),
      };
      gemm(n, m, rows, x, true, dSums, false, gradients.weightMean);
      gemm(n, m, rows, flipped, true, dDeviations, false, gradients.weightSd);
      for (let i = 0; i < n * m; i++) gradients.weightSd[i] = gradients.weightSd[i]! * noise[i]!;
      for (let r = 0, p = 0; r < rows; r++) {
        for (let k = 0; k < m; k++, p++) {
          gradients.biasMean[k] = gradients.biasMean[k]! + dSums[p]!;
          gradients.biasSd[k] = gradients.biasSd[k]! + dDeviations[p]! * noise[biasAt + k]!;
        }
      }
      const byDeviation = new Float64Array(rows * n);
      gemm(rows, n, m, dSums, false, weightMean, true, gradients.entering);
      gemm(rows, n, m, dDeviations, false, deviation, true, byDeviation);
      for (let p = 0; p < rows * n; p++) {
        gradients.entering[p] = gradients.entering[p]! + sign(noise[inAt + p]!) * byDeviation[p]!;
      }
      return gradients;
    },
  };
}
