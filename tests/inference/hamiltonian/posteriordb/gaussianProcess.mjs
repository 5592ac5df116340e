// Gaussian processes with the kernel K = alpha^2 exp(-d^2/(2 rho^2)) over distances d; rho ~ Gamma(25, rate 4),
// alpha ~ half-Normal(0, 2). Matrices are arrays, row after row.

/** y ~ Normal(0, K + sigma I), sigma ~ half-Normal(0, 1). */
export function gpNormal({ x, y }) {
  const n = x.length;
  const process = createProcess(x);
  const weights = new Float64Array(n);
  return {
    parameters: [
      { name: "rho", constraint: "positive" },
      { name: "alpha", constraint: "positive" },
      { name: "sigma", constraint: "positive" },
    ],
    logDensity(values, gradient) {
      const [rho, alpha, sigma] = values;
      const { factor, inverse } = process;
      if (!process.at(rho, alpha, sigma)) return Number.NEGATIVE_INFINITY;
      // With z = L^-1 y the weights are K^-1 y = L^-T z.
      let value = priorOf(rho, alpha) - 0.5 * sigma * sigma;
      weights.fill(0);
      for (let i = 0; i < n; i++) {
        let z = 0;
        for (let j = 0; j <= i; j++) z += inverse[i * n + j] * y[j];
        for (let j = 0; j <= i; j++) weights[j] += inverse[i * n + j] * z;
        value -= 0.5 * z * z + Math.log(factor[i * n + i]);
      }
      // The slope by K is half of (K^-1 y)(K^-1 y)' - K^-1.
      let trace = 0;
      const [byRho, byAlpha] = process.slopes(rho, alpha, (i, j) => {
        let precision = 0;
        for (let k = i; k < n; k++) precision += inverse[k * n + i] * inverse[k * n + j];
        const slope = 0.5 * (weights[i] * weights[j] - precision);
        if (i === j) trace += slope;
        return slope;
      });
      gradient[0] = byRho + 24 / rho - 4;
      gradient[1] = byAlpha - alpha / 4;
      gradient[2] = trace - sigma;
      return value;
    },
  };
}

/** k ~ Poisson(exp(f)), f = L z with L L' = K + 1e-10 I and z_j ~ Normal(0, 1). */
export function gpCounts({ x, k }) {
  const n = x.length;
  const process = createProcess(x);
  const [errors, back, sums] = [0, 1, 2].map(() => new Float64Array(n));
  const product = new Float64Array(n * n);
  return {
    parameters: [
      { name: "rho", constraint: "positive" },
      { name: "alpha", constraint: "positive" },
      { name: "z", size: n },
    ],
    logDensity(values, gradient) {
      const [rho, alpha] = values;
      const { factor, inverse } = process;
      if (!process.at(rho, alpha, JITTER)) return Number.NEGATIVE_INFINITY;
      let value = priorOf(rho, alpha);
      for (let i = 0; i < n; i++) {
        let f = 0;
        for (let j = 0; j <= i; j++) f += factor[i * n + j] * values[2 + j];
        const rate = Math.exp(f);
        errors[i] = k[i] - rate;
        value += k[i] * f - rate - 0.5 * values[2 + i] ** 2;
      }
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = j; i < n; i++) sum += factor[i * n + j] * errors[i];
        back[j] = sum;
        gradient[2 + j] = sum - values[2 + j];
      }
      // d f = L P(L^-1 dK L^-T) z, P the lower triangle with half the diagonal (Murray 2016), so that the slope by K is
      // L^-T P(back z') L^-1, of which only the symmetric part counts. `sums` grows to z' L^-1 over the rows before.
      sums.fill(0);
      for (let i = 0, row = 0; i < n; i++, row += n) {
        const z = values[2 + i];
        for (let j = 0; j <= i; j++) {
          product[row + j] = back[i] * (sums[j] + 0.5 * z * inverse[row + j]);
          sums[j] += z * inverse[row + j];
        }
      }
      const [byRho, byAlpha] = process.slopes(rho, alpha, (i, j) => {
        let sum = 0;
        for (let m = i * n; m < n * n; m += n) {
          sum += inverse[m + i] * product[m + j] + inverse[m + j] * product[m + i];
        }
        return 0.5 * sum;
      });
      gradient[0] = byRho + 24 / rho - 4;
      gradient[1] = byAlpha - alpha / 4;
      return value;
    },
  };
}

/** The values f = L z of a draw. */
export function latentValues({ x }, rho, alpha, z) {
  const n = x.length;
  const process = createProcess(x);
  process.at(rho, alpha, JITTER);
  return z.map((_, i) => z.slice(0, i + 1).reduce((sum, one, j) => sum + process.factor[i * n + j] * one, 0));
}

const JITTER = 1e-10;

const priorOf = (rho, alpha) => 24 * Math.log(rho) - 4 * rho - (alpha * alpha) / 8;

/** The kernel at some places, its Cholesky factor L and the inverse of that. */
function createProcess(x) {
  const n = x.length;
  const [kernel, factor, inverse] = [0, 1, 2].map(() => new Float64Array(n * n));
  return {
    factor,
    inverse,
    /** Takes other parameters, with `added` on the diagonal; false where the matrix is not positive definite. */
    at(rho, alpha, added) {
      const scale = -0.5 / (rho * rho);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) kernel[i * n + j] = alpha * alpha * Math.exp(scale * (x[i] - x[j]) ** 2);
        kernel[i * n + i] = alpha * alpha;
      }
      for (let j = 0; j < n; j++) {
        let pivot = kernel[j * n + j] + added;
        for (let k = 0; k < j; k++) pivot -= factor[j * n + k] * factor[j * n + k];
        if (!(pivot > 0)) return false;
        const root = Math.sqrt(pivot);
        factor[j * n + j] = root;
        for (let i = j + 1; i < n; i++) {
          let sum = kernel[i * n + j];
          for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
          factor[i * n + j] = sum / root;
        }
      }
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          let sum = 0;
          for (let k = j; k < i; k++) sum -= factor[i * n + k] * inverse[k * n + j];
          inverse[i * n + j] = sum / factor[i * n + i];
        }
        inverse[i * n + i] = 1 / factor[i * n + i];
      }
      return true;
    },
    /** The slopes by rho and alpha, of slopes by the entries i >= j of K. */
    slopes(rho, alpha, slopeAt) {
      let [byRho, byAlpha] = [0, 0];
      for (let i = 0; i < n; i++) {
        byAlpha += slopeAt(i, i) * kernel[i * n + i];
        for (let j = 0; j < i; j++) {
          const part = 2 * slopeAt(i, j) * kernel[i * n + j];
          byAlpha += part;
          byRho += part * (x[i] - x[j]) ** 2;
        }
      }
      return [byRho / rho ** 3, (2 * byAlpha) / alpha];
    },
  };
}
