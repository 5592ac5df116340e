import { exp, log, log1p, logGamma } from "../numeric/special.ts";
import { invertCdf } from "./invertCdf.ts";

const EPSILON = 2.220446049250313e-16;
/** Stands in for a zero that would be divided by. */
const TINY = 1e-300;
/** Some ten times the terms that a = b = 1e6 takes. */
const MOST_TERMS = 10000;

/**
 * P(X <= x) for X ~ Beta(a, b), the regularised incomplete beta function I_x(a, b); a, b > 0.
 *
 * The continued fraction of DLMF 8.17.22, which converges fast below the mode side of (a + 1)/(a + b + 2); above it,
 * I_x(a, b) = 1 - I_(1-x)(b, a). The error is a few eps (a + b), from the logarithms of large powers.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const power = exp(a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return x < (a + 1) / (a + b + 2)
    ? power / (a * fraction(x, a, b))
    : 1 - power / (b * fraction(1 - x, b, a));
}

/** The value below which a share p of Beta(a, b) lies, for 0 < p < 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  return invertCdf((x) => betaCdf(x, a, b), p, 0, 1);
}

/** 1 + d_1/(1 + d_2/(1 + ...)) by the modified method of Lentz (1976; Thompson & Barnett 1986). */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let numerators = 1;
  let denominators = 0;
  for (let k = 1; k <= MOST_TERMS; k++) {
    const d = coefficient(k, x, a, b);
    denominators = 1 / awayFromZero(1 + d * denominators);
    numerators = awayFromZero(1 + d / numerators);
    const factor = numerators * denominators;
    value *= factor;
    if (Math.abs(factor - 1) < 2 * EPSILON) break;
  }
  return value;
}

/** d_2m = m (b - m) x/((a + 2m - 1)(a + 2m)), d_(2m+1) = -(a + m)(a + b + m) x/((a + 2m)(a + 2m + 1)). */
function coefficient(k: number, x: number, a: number, b: number): number {
  const m = Math.floor(k / 2);
  const top = k % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m);
  return (top / (a + k - 1) / (a + k)) * x;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
