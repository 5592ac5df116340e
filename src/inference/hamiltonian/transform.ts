import { exp, log, log1p } from "../../numeric/special.ts";

/**
 * A smooth map x = T(u) from all real vectors u [size] onto the values [width] that a constraint allows. The density of u is
 * p(T(u)) |det J(u)|, J the derivative of T; for a simplex that of all entries but the last.
 */
export interface Transform {
  readonly size: number;
  readonly width: number;
  /** Writes T(u) and returns log |det J(u)|. */
  constrain(u: Float64Array, x: Float64Array): number;
  /** Writes J' slopes + grad log |det J|: the gradient by u of log p(T(u)) + log |det J(u)|, from that of log p by x. */
  pullBack(u: Float64Array, slopes: Float64Array, out: Float64Array): void;
  /** Writes the u of a value; not finite, or not the value's, where the constraint does not allow it. */
  unconstrain(x: Float64Array, u: Float64Array): void;
}

/** log(1/(1 + e^-u)). */
const logLogistic = (u: number): number => Math.min(u, 0) - log1p(exp(-Math.abs(u)));
const logistic = (u: number): number => exp(logLogistic(u));
const logit = (p: number): number => log(p / (1 - p));

/** No constraint. */
export function identityTransform(size: number): Transform {
  return {
    size,
    width: size,
    constrain(u, x) {
      x.set(u);
      return 0;
    },
    pullBack: (_u, slopes, out) => out.set(slopes),
    unconstrain: (x, u) => u.set(x),
  };
}

/** x = bound + e^u, or bound - e^u where the sign is -1. log |det J| = sum u. */
export function halfLineTransform(size: number, bound: number, sign: 1 | -1): Transform {
  return {
    size,
    width: size,
    constrain(u, x) {
      let jacobian = 0;
      for (let j = 0; j < size; j++) {
        x[j] = bound + sign * exp(u[j]!);
        jacobian += u[j]!;
      }
      return jacobian;
    },
    pullBack(u, slopes, out) {
      for (let j = 0; j < size; j++) out[j] = sign * exp(u[j]!) * slopes[j]! + 1;
    },
    unconstrain(x, u) {
      for (let j = 0; j < size; j++) u[j] = log(sign * (x[j]! - bound));
    },
  };
}

/** x = lower + (upper - lower) s with s = 1/(1 + e^-u). log |det J| = sum log (upper - lower) s (1 - s). */
export function intervalTransform(size: number, lower: number, upper: number): Transform {
  const length = upper - lower;
  return {
    size,
    width: size,
    constrain(u, x) {
      let jacobian = 0;
      for (let j = 0; j < size; j++) {
        x[j] = lower + length * logistic(u[j]!);
        jacobian += log(length) + logLogistic(u[j]!) + logLogistic(-u[j]!);
      }
      return jacobian;
    },
    pullBack(u, slopes, out) {
      for (let j = 0; j < size; j++) {
        const [s, rest] = [logistic(u[j]!), logistic(-u[j]!)];
        out[j] = length * s * rest * slopes[j]! + rest - s;
      }
    },
    unconstrain(x, u) {
      for (let j = 0; j < size; j++) u[j] = logit((x[j]! - lower) / length);
    },
  };
}

/** x_0 = u_0, x_k = x_(k-1) + e^(u_k): ascending values. log |det J| = sum of u_1 ... */
export function orderedTransform(size: number): Transform {
  return {
    size,
    width: size,
    constrain(u, x) {
      let jacobian = 0;
      for (let k = 0; k < size; k++) {
        x[k] = k === 0 ? u[0]! : x[k - 1]! + exp(u[k]!);
        if (k > 0) jacobian += u[k]!;
      }
      return jacobian;
    },
    pullBack(u, slopes, out) {
      let after = 0;
      for (let k = size - 1; k >= 0; k--) {
        after += slopes[k]!;
        out[k] = k === 0 ? after : exp(u[k]!) * after + 1;
      }
    },
    unconstrain(x, u) {
      for (let k = 0; k < size; k++) u[k] = k === 0 ? x[0]! : log(x[k]! - x[k - 1]!);
    },
  };
}

/**
 * Shares of a whole by breaking a stick (Stan reference manual, "Unit simplex"): with K shares, of what is left share k takes
 * the part z_k = 1/(1 + e^-(u_k - log(K - 1 - k))), so that u = 0 are equal shares. log |det J| is the sum of
 * log z_k + (K - 1 - k) log(1 - z_k), counted from 0.
 */
export function simplexTransform(width: number): Transform {
  const size = width - 1;
  const shifted = (u: Float64Array, k: number): number => u[k]! - log(size - k);
  return {
    size,
    width,
    constrain(u, x) {
      let jacobian = 0;
      let left = 1;
      for (let k = 0; k < size; k++) {
        const at = shifted(u, k);
        x[k] = left * logistic(at);
        left *= logistic(-at);
        jacobian += logLogistic(at) + (size - k) * logLogistic(-at);
      }
      x[size] = left;
      return jacobian;
    },
    pullBack(u, slopes, out) {
      const left = new Float64Array(width);
      left[0] = 1;
      for (let k = 0; k < size; k++) left[k + 1] = left[k]! * logistic(-shifted(u, k));
      // The slope by what is left after share k.
      let after = slopes[size]!;
      for (let k = size - 1; k >= 0; k--) {
        const [z, rest] = [logistic(shifted(u, k)), logistic(-shifted(u, k))];
        out[k] = (slopes[k]! - after) * left[k]! * z * rest + rest - (size - k) * z;
        after = slopes[k]! * z + after * rest;
      }
    },
    unconstrain(x, u) {
      let left = 1;
      for (let k = 0; k < size; k++) {
        u[k] = logit(x[k]! / left) + log(size - k);
        left -= x[k]!;
      }
    },
  };
}
