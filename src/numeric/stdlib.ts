/**
 * All that is used of @stdlib, in one place. The build replaces this module's output by one file that contains the
 * functions themselves: as separate packages they are 300 files of a few lines, which take longer to find than to run.
 */
import stdlibErf from "@stdlib/math-base-special-erf";
import stdlibErfc from "@stdlib/math-base-special-erfc";
import stdlibErfcx from "@stdlib/math-base-special-erfcx";
import stdlibExp from "@stdlib/math-base-special-exp";
import stdlibExpm1 from "@stdlib/math-base-special-expm1";
import stdlibGammaln from "@stdlib/math-base-special-gammaln";
import stdlibLn from "@stdlib/math-base-special-ln";
import stdlibLog1p from "@stdlib/math-base-special-log1p";
import stdlibSin from "@stdlib/math-base-special-sin";
import stdlibTanh from "@stdlib/math-base-special-tanh";
import stdlibGamma from "@stdlib/random-base-gamma";
import stdlibNormal from "@stdlib/random-base-normal";
import stdlibNormalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import stdlibTCdf from "@stdlib/stats-base-dists-t-cdf";
import stdlibTQuantile from "@stdlib/stats-base-dists-t-quantile";

type RealFunction = (x: number) => number;

/** A seed of 32-bit words, or the saved state of a generator. */
type Start = { readonly seed: Uint32Array } | { readonly state: Uint32Array };

/** A generator whose whole state is an array of 32-bit words. */
export interface Stream {
  state: Uint32Array;
}

/** Error function. */
export const erf: RealFunction = stdlibErf;
/** Complementary error function 1 - erf(x). */
export const erfc: RealFunction = stdlibErfc;
/** Scaled complementary error function e^(x^2) erfc(x). */
export const erfcx: RealFunction = stdlibErfcx;
/** e^x. */
export const exp: RealFunction = stdlibExp;
/** e^x - 1, accurate near 0. */
export const expm1: RealFunction = stdlibExpm1;
/** log |Gamma(x)|. */
export const logGamma: RealFunction = stdlibGammaln;
/** Natural logarithm. */
export const log: RealFunction = stdlibLn;
/** log(1 + x), accurate near 0. */
export const log1p: RealFunction = stdlibLog1p;
/** Sine of an angle in radians. */
export const sin: RealFunction = stdlibSin;
/** Hyperbolic tangent. */
export const tanh: RealFunction = stdlibTanh;
/** Quantile of the normal distribution of mean mu and standard deviation sigma. */
export const normalQuantile: (p: number, mu: number, sigma: number) => number = stdlibNormalQuantile;
/** Distribution function of Student's t with v degrees of freedom. */
export const tCdf: (x: number, v: number) => number = stdlibTCdf;
/** Quantile of Student's t with v degrees of freedom. */
export const tQuantile: (p: number, v: number) => number = stdlibTQuantile;
/** A generator of standard normal draws. */
export const normalStream = (start: Start): (() => number) & Stream =>
  stdlibNormal.factory(0, 1, start) as (() => number) & Stream;
/** A generator of gamma draws of a shape and rate. */
export const gammaStream = (start: Start): ((shape: number, rate: number) => number) & Stream =>
  stdlibGamma.factory(start) as never;
