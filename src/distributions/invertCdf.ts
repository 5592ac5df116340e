/**
 * The smallest number y between `low` and `high` with cdf(y) >= p, whether the cdf climbs, jumps or rests there.
 * Bisection made fast with secant steps (the "Illinois" variant of regula falsi), which keeps
 * cdf(lower end) < p <= cdf(upper end) until no floating-point number lies between them, and returns the upper end.
 */
export function invertCdf(cdf: (y: number) => number, p: number, low: number, high: number): number {
  let a = low;
  let b = high;
  let below = cdf(a) - p;
  let above = cdf(b) - p;
  if (below >= 0) return a;
  // Numbers grow ever denser towards 0: a jump there is found by asking, not by approaching.
  const nearZero = 1e-18 * (high - low);
  for (let step = 0; step < 500 && !(b === 0 && a > -nearZero); step++) {
    const secant = a + (b - a) * (below / (below - above));
    const middle = a + 0.5 * (b - a);
    // Every third step halves the bracket, whatever the secant says.
    let y = step % 3 === 2 || !(secant > a && secant < b) ? middle : secant;
    if (step === 0 && a < 0 && b > 0) y = 0;
    if (!(y > a && y < b)) break;
    const excess = cdf(y) - p;
    if (excess < 0) {
      a = y;
      below = excess;
      above *= 0.5;
    } else {
      b = y;
      above = excess;
      below *= 0.5;
    }
  }
  return b;
}
