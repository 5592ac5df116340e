const EPSILON = 2.220446049250313e-16;

/**
 * The smallest number y between `low` and `high` with cdf(y) >= p, whether the cdf climbs, jumps or rests there.
 *
 * Inverse quadratic interpolation where it can be trusted and bisection elsewhere (Chandrupatla 1997), until the
 * bracket cdf(lower end) < p <= cdf(upper end) is a few digits wide; then bisection until no floating-point number lies
 * inside. The upper end is returned. A smooth cdf is asked for about fifteen times. If none reaches p, `high` is
 * returned, if all do, `low`.
 */
export function invertCdf(cdf: (y: number) => number, p: number, low: number, high: number): number {
  let x1 = high;
  let f1 = cdf(high) - p;
  let x2 = low;
  let f2 = cdf(low) - p;
  if (f2 >= 0) return low;
  if (f1 < 0) return high;
  // Numbers grow ever denser towards 0: a jump there is found by asking, not by approaching.
  const nearZero = 1e-18 * (high - low);
  let next = low < 0 && high > 0 ? 0 : 0.5 * (low + high);
  for (let step = 0; step < 300 && next !== x1 && next !== x2; step++) {
    const x = next;
    const f = cdf(x) - p;
    const sameSide = f >= 0 === f1 >= 0;
    const x3 = sameSide ? x1 : x2;
    const f3 = sameSide ? f1 : f2;
    if (!sameSide) [x2, f2] = [x1, f1];
    [x1, f1] = [x, f];
    const upper = f1 >= 0 ? x1 : x2;
    const lower = f1 >= 0 ? x2 : x1;
    if (upper === 0 && lower > -nearZero) return 0;
    const least = (2 * EPSILON * Math.abs(Math.abs(f2) < Math.abs(f1) ? x2 : x1)) / Math.abs(x2 - x1);
    if (least > 0.5) return bisect(cdf, p, lower, upper);
    const share = Math.min(1 - least, Math.max(least, interpolate(x1, f1, x2, f2, x3, f3)));
    next = x1 + share * (x2 - x1);
  }
  return f1 >= 0 ? bisect(cdf, p, x2, x1) : bisect(cdf, p, x1, x2);
}

/** Where between x1 and x2 the parabola x(f) through three points has its zero; the middle if it is no good guide. */
function interpolate(x1: number, f1: number, x2: number, f2: number, x3: number, f3: number): number {
  const xi = (x1 - x2) / (x3 - x2);
  const phi = (f1 - f2) / (f3 - f2);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) return 0.5;
  return (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2));
}

function bisect(cdf: (y: number) => number, p: number, low: number, high: number): number {
  let a = low;
  let b = high;
  for (let step = 0; step < 100; step++) {
    const middle = a + 0.5 * (b - a);
    if (!(middle > a && middle < b)) break;
    if (cdf(middle) < p) a = middle;
    else b = middle;
  }
  return b;
}
