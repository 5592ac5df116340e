import type { Activation } from "../networkSpec.ts";
import { INVERSE_SQRT_2, INVERSE_SQRT_TWO_PI } from "../shared/networkFields.ts";
import type { Reals } from "../special.ts";
import type { FloatFormat } from "../workspace.ts";
import { expOfNegative, logOnePlus, sigmoidFrom } from "./negligible.ts";
import { sineTwin } from "./sineTwin.ts";
import { SPECIAL64 } from "./specialTwin.ts";

/** The sums in `values` become the activations, their derivatives go to `derivatives`. */
export type ActivationTwin = (values: Reals, derivatives: Reals) => void;

/** The activation of this name, operation by operation as in assembly/network/activation.ts. */
export function activationTwin(name: Activation | "identity", format: FloatFormat): ActivationTwin {
  switch (name) {
    case "relu":
      return (values, derivatives) => {
        for (let j = 0; j < values.length; j++) {
          const off = values[j]! <= 0;
          if (off) values[j] = 0;
          derivatives[j] = off ? 0 : 1;
        }
      };
    case "tanh":
      return (values, derivatives) => {
        for (let j = 0; j < values.length; j++) {
          const value = SPECIAL64.tanh(values[j]!);
          values[j] = value;
          derivatives[j] = 1 - value * value;
        }
      };
    case "softplus":
      return (values, derivatives) => {
        for (let j = 0; j < values.length; j++) {
          const z = values[j]!;
          const u = expOfNegative(-Math.abs(z), format);
          values[j] = Math.max(z, 0) + logOnePlus(u, z);
          derivatives[j] = sigmoidFrom(z, u);
        }
      };
    case "gelu":
      return (values, derivatives) => {
        for (let j = 0; j < values.length; j++) {
          const z = values[j]!;
          const probability = 0.5 + 0.5 * SPECIAL64.erf(z * INVERSE_SQRT_2);
          const density = INVERSE_SQRT_TWO_PI * expOfNegative(-(0.5 * z * z), format);
          values[j] = z * probability;
          derivatives[j] = probability + z * density;
        }
      };
    case "sin":
      return (values, derivatives) => {
        for (let j = 0; j < values.length; j++) {
          const z = values[j]!;
          values[j] = sineTwin(z, 0, format);
          derivatives[j] = sineTwin(z, 1, format);
        }
      };
    case "identity":
      return () => {};
  }
}
