/**
 * The special functions operation by operation as in the WebAssembly kernels (assembly/special, where the formulae are
 * explained), so that both give the same bits.
 */
import {
  INVERSE_LN2_32,
  INVERSE_LN2_64,
  LN2_HIGH_32,
  LN2_HIGH_64,
  LN2_LOW_32,
  LN2_LOW_64,
} from "../shared/specialCoefficients.ts";
import { COEFFICIENTS32, COEFFICIENTS64, type Coefficients } from "./coefficients.ts";
import { F32, F64, type Precision } from "./precision.ts";

type RealFunction = (x: number) => number;

/** The special functions of one precision, for one number. */
export interface SpecialTwin {
  readonly exp: RealFunction;
  readonly log: RealFunction;
  readonly tanh: RealFunction;
  readonly softplus: RealFunction;
  readonly erf: RealFunction;
}

/** x, or the limit where x is above it; NaN stays NaN. */
function atMost(x: number, limit: number): number {
  return limit < x ? limit : x;
}

/** x, or the limit where x is below it; NaN stays NaN. */
function atLeast(x: number, limit: number): number {
  return x < limit ? limit : x;
}

/** x with the sign bit of `signed`, for x >= 0. */
function withSign(x: number, signed: number): number {
  return signed < 0 || Object.is(signed, -0) ? -x : x;
}

/** The polynomial with these coefficients, as four chains in x^4. */
function polynomial(c: readonly number[], x: number, round: RealFunction): number {
  const x2 = round(x * x);
  const y = round(x2 * x2);
  const chain = (first: number): number => {
    let k = first + 4 * Math.floor((c.length - 1 - first) / 4);
    let p = c[k]!;
    for (k -= 4; k >= first; k -= 4) p = round(c[k]! + round(p * y));
    return p;
  };
  const low = round(chain(0) + round(chain(1) * x));
  return round(low + round(round(chain(2) + round(chain(3) * x)) * x2));
}

/** The polynomial with these coefficients by Horner's rule. */
function horner(c: readonly number[], x: number, round: RealFunction): number {
  return c.reduceRight((p, coefficient) => round(coefficient + round(p * x)));
}

function createSpecialTwin(precision: Precision, coefficients: Coefficients): SpecialTwin {
  const { round, magic, powerOfTwo, split } = precision;
  const wide = precision.bits === 64;
  const inverse = wide ? INVERSE_LN2_64 : INVERSE_LN2_32;
  const high = wide ? LN2_HIGH_64 : LN2_HIGH_32;
  const low = wide ? LN2_LOW_64 : LN2_LOW_32;
  const unit = round(0.41421356);

  const nearest: RealFunction = (x) => round(round(x + magic) - magic);
  const exponentOf: RealFunction = (x) => nearest(round(x * inverse));
  const reducedExpm1 = (x: number, k: number): number => {
    const r = round(round(x - round(k * high)) - round(k * low));
    return round(r + round(round(r * r) * polynomial(coefficients.exp, r, round)));
  };
  const exp: RealFunction = (x) => {
    if (Number.isNaN(x)) return x;
    x = atLeast(atMost(x, wide ? 710 : 89), wide ? -746 : -104);
    const k = exponentOf(x);
    const first = nearest(round(k * 0.5));
    const value = round(1 + reducedExpm1(x, k));
    return round(round(value * powerOfTwo(first)) * powerOfTwo(k - first));
  };
  const logOfParts = (k: number, f: number): number => {
    const s = round(f / round(2 + f));
    const z = round(s * s);
    const rest = round(z * polynomial(coefficients.log, z, round));
    const h = round(round(0.5 * f) * f);
    const small = round(h - round(round(s * round(h + rest)) + round(k * low)));
    return round(round(k * high) - round(small - f));
  };
  const log: RealFunction = (x) => {
    if (!(x >= 0)) return Number.NaN;
    if (x === 0) return Number.NEGATIVE_INFINITY;
    if (x === Number.POSITIVE_INFINITY) return x;
    const tiny = x < (wide ? 2.2250738585072014e-308 : 1.1754943508222875e-38);
    const { k, f } = split(tiny ? round(x * (wide ? 18014398509481984 : 33554432)) : x);
    return logOfParts(k - (tiny ? (wide ? 54 : 25) : 0), f);
  };
  const tanh: RealFunction = (x) => {
    if (Number.isNaN(x)) return x;
    const size = atMost(Math.abs(x), wide ? 20 : 10);
    const k = nearest(round(size * (2 * inverse)));
    const r = round(round(size - round(k * (0.5 * high))) - round(k * (0.5 * low)));
    const z = round(r * r);
    const h = round(z * horner(coefficients.tanh, z, round));
    const scale = powerOfTwo(k);
    const less = round(scale - 1);
    const more = round(scale + 1);
    const top = round(less + round(round(h * less) + round(r * more)));
    const bottom = round(more + round(round(h * more) + round(r * less)));
    return withSign(round(top / bottom), x);
  };
  const softplus: RealFunction = (x) => {
    const u = exp(-Math.abs(x));
    const rest = u > unit ? logOfParts(1, round(round(u - 1) * 0.5)) : logOfParts(0, u);
    return round(atLeast(x, 0) + rest);
  };
  const erf: RealFunction = (x) => {
    if (Number.isNaN(x)) return x;
    const size = atMost(Math.abs(x), wide ? 6 : 4);
    if (size <= 1) {
      const rest = polynomial(coefficients.erf, round(size * size), round);
      return withSign(round(size + round(size * rest)), x);
    }
    const exponent = polynomial(coefficients.erfc, round(size - 1), round);
    const k = exponentOf(exponent);
    return withSign(round(1 - round(round(1 + reducedExpm1(exponent, k)) * powerOfTwo(k))), x);
  };
  return { exp, log, tanh, softplus, erf };
}

/** The special functions in f64. */
export const SPECIAL64: SpecialTwin = createSpecialTwin(F64, COEFFICIENTS64);
/** The special functions in f32, for arguments that are f32 numbers. */
export const SPECIAL32: SpecialTwin = createSpecialTwin(F32, COEFFICIENTS32);
