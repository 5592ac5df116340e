/**
 * A zero of a continuous increasing function between `low` and `high`, by bisection kept safe and made fast with
 * secant steps (the "Illinois" variant of regula falsi). Ends when no floating-point number lies between the
 * bounds, or after 200 steps. If the function does not change sign, the end nearer to zero is returned.
 */
export function findRoot(increasing: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = increasing(a);
  let fb = increasing(b);
  if (fa >= 0) return a;
  if (fb <= 0) return b;
  let weightA = fa;
  let weightB = fb;
  for (let step = 0; step < 200; step++) {
    const secant = a + (b - a) * (weightA / (weightA - weightB));
    const middle = a + 0.5 * (b - a);
    // Every third step halves the bracket, whatever the secant says.
    const x = step % 3 === 2 || !(secant > a && secant < b) ? middle : secant;
    if (!(x > a && x < b)) break;
    const fx = increasing(x);
    if (fx === 0) return x;
    if (fx < 0) {
      a = x;
      fa = weightA = fx;
      weightB *= 0.5;
    } else {
      b = x;
      fb = weightB = fx;
      weightA *= 0.5;
    }
  }
  return -fa < fb ? a : b;
}
