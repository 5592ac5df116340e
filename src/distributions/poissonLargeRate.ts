import { erfc, exp, log } from "../numeric/special.ts";

// Taylor coefficients of c0 = 1/m - 1/h and c1 = 1/h^3 - 1/m^3 - 1/m^2 - 1/(12 m) in h, where h^2/2 = m - log(1 + m);
// by mpmath 1.2.1, from values at 28 points with 70 digits.
const C0 = [
  -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
  0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-5, -2.1854485106799924e-6,
  -1.85406221071516e-6,
];
const C1 = [
  -0.001851851851851852, -0.003472222222222222, 0.0026455026455026454, -0.0009902263374485596,
  0.00020576131687242798,
];

/** k log(k/rate) + rate - k for k >= 1: how far a count is from a rate, without loss of digits where they are close. */
export function poissonDeviance(k: number, rate: number): number {
  const gap = k - rate;
  const v = gap / (k + rate);
  if (!(Math.abs(v) < 0.1)) return k * log(k / rate) - gap;
  // log(k/rate) = 2 (v + v^3/3 + v^5/5 + ...); the first term leaves gap v.
  let power = v;
  let series = 0;
  for (let j = 3; j < 25; j += 2) {
    power *= v * v;
    series += power / j;
  }
  return gap * v + 2 * k * series;
}

/**
 * P(Y <= k) for Y ~ Poisson(rate) of a large rate: the incomplete gamma function ratio Q(a, rate), a = k + 1, by its uniform
 * expansion (Temme 1979; DLMF 8.12.4 and 8.12.7). From a rate of 1e5 on the two terms used leave a relative error of 1e-13
 * out to many standard deviations.
 */
export function poissonLargeRateCdf(k: number, rate: number): number {
  const a = k + 1;
  const deviance = poissonDeviance(a, rate);
  // Both tails are below 1e-300 here.
  if (deviance > 700) return a < rate ? 0 : 1;
  const root = a < rate ? Math.sqrt(deviance) : -Math.sqrt(deviance);
  const h = root * Math.sqrt(2 / a);
  const correction = (polynomial(C0, h) + polynomial(C1, h) / a) * exp(-deviance);
  return 0.5 * erfc(root) + correction / Math.sqrt(2 * Math.PI * a);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let j = coefficients.length - 1; j >= 0; j--) sum = sum * x + coefficients[j]!;
  return sum;
}
