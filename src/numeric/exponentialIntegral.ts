import { exp, log } from "./special.ts";

const EULER_GAMMA = 0.5772156649015329;
/** Below, the series: its two parts cancel more and more. Above, the fraction: it needs more and more terms below. */
const MIDDLE = 0.75;

/**
 * The scaled exponential integral e^u E1(u) = integral over t > 0 of e^(-t) / (u + t), for u >= 0: Infinity at 0, falling
 * like -log u near it and like 1/u far out, where E1 itself underflows. Relative error below 4e-15.
 * NIST Handbook of Mathematical Functions, sections 6.6 (series) and 6.9 (continued fraction).
 */
export function scaledExponentialIntegral(u: number): number {
  return u < MIDDLE ? nearZero(u) : 1 / (u + excess(u));
}

/**
 * 1/(e^u E1(u)) - u for u >= 0, which rises from 0 to 1. The slope of log(e^u E1(u)) is minus this over u, and keeps its
 * digits so where e^u E1(u) and 1/u agree. Relative error below 4e-15.
 */
export function exponentialIntegralExcess(u: number): number {
  return u < MIDDLE ? 1 / nearZero(u) - u : excess(u);
}

/**
 * Near 0: e^u E1(u) = -e^u (gamma + log u) + sum over k >= 1 of h_k u^k / k!, where h_k = 1 + 1/2 + ... + 1/k. All
 * terms of the sum are positive.
 */
function nearZero(u: number): number {
  let power = 1;
  let harmonic = 0;
  let sum = 0;
  for (let k = 1; k <= 20; k++) {
    power *= u / k;
    harmonic += 1 / k;
    sum += harmonic * power;
  }
  return sum - exp(u) * (EULER_GAMMA + log(u));
}

/**
 * Elsewhere: 1/(e^u E1(u)) = u + 1 - 1/(u + 3 - 4/(u + 5 - 9/(u + 7 - ...))), from the last term taken to the first:
 * every step makes the relative error smaller.
 */
function excess(u: number): number {
  const terms = 8 + Math.floor(90 / u);
  let tail = u + 2 * terms + 1;
  for (let k = terms; k > 1; k--) tail = u + 2 * k - 1 - (k * k) / tail;
  return 1 - 1 / tail;
}
