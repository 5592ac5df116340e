import * as limit from "../shared/updateThresholds.ts";
import type { UpdateKernels } from "../updateKernels.ts";
import type { KernelVector } from "../workspace.ts";

/** x, or zero where it is smaller than `least` in size; NaN stays NaN. */
function flush(x: number, least: number): number {
  return Math.abs(x) < least ? 0 : x;
}

function leastAverage(vector: KernelVector): number {
  return vector.format === "f64" ? limit.LEAST_AVERAGE_64 : limit.LEAST_AVERAGE_32;
}

/** The sum over i of f(i) in four parts, every fourth term in one. */
function sumInFour(n: number, f: (i: number) => number): number {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) sums[i & 3]! += f(i);
  return sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
}

function weightedSquares(d: KernelVector, x: KernelVector): number {
  const [factors, values] = [d.view, x.view];
  return sumInFour(values.length, (i) => factors[i]! * (values[i]! * values[i]!));
}

/** The updates in plain TypeScript; in f64 with the same bits as the WebAssembly kernels. */
export const updatesTwin: UpdateKernels = {
  sgd(parameters, gradient, velocity, rate, momentum, ahead, l2, shrink, scale) {
    const [p, g, v, least] = [parameters.view, gradient.view, velocity.view, leastAverage(parameters)];
    for (let i = 0; i < p.length; i++) {
      const slope = g[i]! * scale + l2 * p[i]!;
      v[i] = flush(momentum * v[i]! + slope, least);
      const move = rate * (ahead ? slope + momentum * v[i]! : v[i]!);
      p[i] = flush(p[i]! - shrink * p[i]! - move, least);
    }
  },
  adam(parameters, gradient, means, squares, step, beta1, beta2, c, epsilon, l2, shrink, scale) {
    const [p, g, m, v] = [parameters.view, gradient.view, means.view, squares.view];
    const wide = parameters.format === "f64";
    const least = leastAverage(parameters);
    const leastGradient = wide ? limit.LEAST_GRADIENT_64 : limit.LEAST_GRADIENT_32;
    const leastSquare = wide ? limit.LEAST_SQUARE_64 : limit.LEAST_SQUARE_32;
    for (let i = 0; i < p.length; i++) {
      const slope = flush(g[i]! * scale + l2 * p[i]!, leastGradient);
      m[i] = flush(beta1 * m[i]! + (1 - beta1) * slope, least);
      v[i] = flush(beta2 * v[i]! + (1 - beta2) * (slope * slope), leastSquare);
      const move = (step * m[i]!) / (c * Math.sqrt(v[i]!) + epsilon);
      p[i] = flush(p[i]! - shrink * p[i]! - move, least);
    }
  },
  langevin(parameters, gradient, preconditioner, noise, drift, diffusion) {
    const [p, g, d, z] = [parameters.view, gradient.view, preconditioner.view, noise.view];
    for (let i = 0; i < p.length; i++) {
      p[i] = p[i]! - drift * (d[i]! * g[i]!) + diffusion * (Math.sqrt(d[i]!) * z[i]!);
    }
  },
  sghmc(parameters, gradient, velocity, noise, keep, rate, diffusion) {
    const [p, g, v, z] = [parameters.view, gradient.view, velocity.view, noise.view];
    const least = leastAverage(parameters);
    for (let i = 0; i < p.length; i++) {
      v[i] = flush(keep * v[i]! - rate * g[i]! + diffusion * z[i]!, least);
      p[i] = p[i]! + v[i]!;
    }
  },
  kickDrift(position, momentum, gradient, inverseMass, kick, drift) {
    const [p, r, g, d] = [position.view, momentum.view, gradient.view, inverseMass.view];
    for (let i = 0; i < p.length; i++) {
      r[i] = r[i]! - kick * g[i]!;
      p[i] = p[i]! + drift * (d[i]! * r[i]!);
    }
  },
  weightedSquares,
  squares: ({ view }) => sumInFour(view.length, (i) => view[i]! * view[i]!),
  addQuadratic(precision, parameters, gradient) {
    const [d, x, g] = [precision.view, parameters.view, gradient.view];
    for (let i = 0; i < x.length; i++) g[i] = g[i]! + d[i]! * x[i]!;
    return 0.5 * weightedSquares(precision, parameters);
  },
  addMoments(vector, means, squares, share) {
    const [x, mean, sums] = [vector.view, means.view, squares.view];
    for (let i = 0; i < x.length; i++) {
      const e = x[i]! - mean[i]!;
      mean[i] = mean[i]! + e * share;
      sums[i] = sums[i]! + e * (x[i]! - mean[i]!);
    }
  },
};
