const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where a function of one number is largest between `from` and `to`, to 1e-6: the best of `steps` + 1 points of a grid,
 * then golden sections around it. A lower peak is never mistaken for the highest one that the grid sees.
 */
export function peak(value: (at: number) => number, from: number, to: number, steps = 16): number {
  const step = (to - from) / steps;
  const grid = Array.from({ length: steps + 1 }, (_, k) => value(from + k * step));
  const best = grid.indexOf(Math.max(...grid));
  let low = from + Math.max(0, best - 1) * step;
  let high = from + Math.min(steps, best + 1) * step;
  while (high - low > 1e-6) {
    const a = high - GOLDEN * (high - low);
    const b = low + GOLDEN * (high - low);
    if (value(a) >= value(b)) high = b;
    else low = a;
  }
  return 0.5 * (low + high);
}
