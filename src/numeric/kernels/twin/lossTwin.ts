import type { NetworkLoss } from "../networkSpec.ts";
import type { Reals } from "../special.ts";
import type { FloatFormat } from "../workspace.ts";
import { expOfNegative, logOnePlus, sigmoidFrom, withoutNegligible } from "./negligible.ts";
import { SPECIAL64 } from "./specialTwin.ts";

/** The loss of one row with outputs f and targets y; `weight` times its gradient by f goes to `gradient`. */
export type LossTwin = (f: Reals, y: Reals, weight: number, precisions: Reals, gradient: Reals) => number;

/** The loss of this name, operation by operation as in assembly/network/loss.ts. */
export function lossTwin(name: NetworkLoss, format: FloatFormat): LossTwin {
  switch (name) {
    case "squaredError":
      return (f, y, weight, precisions, gradient) => {
        let sum = 0;
        for (let k = 0; k < y.length; k++) {
          const r = f[k]! - y[k]!;
          const g = precisions[k]! * r;
          gradient[k] = weight * g;
          sum += 0.5 * r * g;
        }
        return sum;
      };
    case "normal":
      return (f, y, weight, _precisions, gradient) => {
        const count = y.length;
        let sum = 0;
        for (let k = 0; k < count; k++) {
          const s = f[count + k]!;
          const r = f[k]! - y[k]!;
          const g = withoutNegligible(SPECIAL64.exp(-s), format) * r;
          const square = r * g;
          gradient[k] = weight * g;
          gradient[count + k] = weight * (0.5 * (1 - square));
          sum += 0.5 * (s + square);
        }
        return sum;
      };
    case "bernoulli":
      return (f, y, weight, _precisions, gradient) => {
        let sum = 0;
        for (let k = 0; k < y.length; k++) {
          const logit = f[k]!;
          const u = expOfNegative(-Math.abs(logit), format);
          gradient[k] = weight * (sigmoidFrom(logit, u) - y[k]!);
          sum += Math.max(logit, 0) + logOnePlus(u, logit) - y[k]! * logit;
        }
        return sum;
      };
    case "poisson":
      return (f, y, weight, _precisions, gradient) => {
        let sum = 0;
        for (let k = 0; k < y.length; k++) {
          const rate = withoutNegligible(SPECIAL64.exp(f[k]!), format);
          gradient[k] = weight * (rate - y[k]!);
          sum += rate - y[k]! * f[k]!;
        }
        return sum;
      };
    case "softmax":
      return (f, y, weight, _precisions, gradient) => softmax(f, y[0]!, weight, gradient, format);
  }
}

function softmax(f: Reals, y: number, weight: number, gradient: Reals, format: FloatFormat): number {
  let largest = f[0]!;
  for (let k = 1; k < f.length; k++) if (f[k]! > largest) largest = f[k]!;
  let sum = 0;
  for (let k = 0; k < f.length; k++) {
    const power = expOfNegative(f[k]! - largest, format);
    gradient[k] = power;
    sum += power;
  }
  for (let k = 0; k < f.length; k++) gradient[k] = weight * (gradient[k]! / sum - (k === y ? 1 : 0));
  return SPECIAL64.log(sum) - (y >= 0 && y < f.length ? f[y]! - largest : 0);
}
