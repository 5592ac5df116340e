/** Iterations of a warm-up in which the metric is learned. */
export interface WarmUpWindows {
  /** The first iteration whose position counts. */
  readonly from: number;
  /** The last iterations of the windows, ascending: after each the metric is set and learned anew. */
  readonly ends: readonly number[];
}

const INITIAL = 75;
const FIRST = 25;
const FINAL = 50;
/** Fewer iterations than this adapt the step size alone. */
const FEWEST = 20;

/**
 * The windows of Stan's warm-up (Stan reference manual, "Automatic parameter tuning"): 75 iterations to find the typical
 * set, windows of 25, 50, 100, ... of which the last takes what is left, and 50 to settle the step size. A warm-up that is
 * too short for these is divided as 15, 75 and 10 parts of a hundred.
 */
export function warmUpWindows(iterations: number): WarmUpWindows {
  if (iterations < FEWEST) return { from: iterations, ends: [] };
  let [initial, first, final] = [INITIAL, FIRST, FINAL];
  if (initial + first + final > iterations) {
    initial = Math.floor(0.15 * iterations);
    final = Math.floor(0.1 * iterations);
    first = iterations - initial - final;
  }
  const last = iterations - final - 1;
  const ends: number[] = [];
  let begin = initial;
  for (let size = first; begin <= last; size *= 2) {
    // A window that leaves too little for one of twice its size takes the rest as well.
    const end = begin + size - 1;
    const rest = end + 2 * size > last;
    ends.push(rest ? last : end);
    begin = ends.at(-1)! + 1;
  }
  return { from: initial, ends };
}
