import { log } from "./special.ts";

const SMALL = 1e-150;
const LARGE = 1e150;

/**
 * log(a_0 a_1 ... ), the sum of the logarithms of positive numbers. Numbers are multiplied as long as their product stays
 * far from overflow and underflow, so that few logarithms are taken. 0 for an empty array.
 */
export function logProduct(values: Float64Array): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value > SMALL && value < LARGE)) {
      sum += log(value);
      continue;
    }
    product *= value;
    if (product > SMALL && product < LARGE) continue;
    sum += log(product);
    product = 1;
  }
  return sum + log(product);
}
