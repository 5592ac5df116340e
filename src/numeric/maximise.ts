/** A function value with its slope in every coordinate. */
export interface ValueAndSlope {
  readonly value: number;
  readonly slope: readonly number[];
}

/** The box in which a maximum is sought. */
export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Where a search ended. */
export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  /** For every coordinate: at its lower bound, at its upper bound, or inside. */
  readonly side: readonly ("low" | "high" | "inside")[];
}

/**
 * A local maximum of a smooth function of a few coordinates inside a box: BFGS steps with backtracking, where a
 * coordinate that pushes against its bound is held there. Ends when the slope of the free coordinates is below
 * `tolerance`, or when no step improves the value any more.
 */
export function maximise(
  evaluate: (at: readonly number[]) => ValueAndSlope,
  start: readonly number[],
  bounds: Bounds,
  tolerance: number,
): Maximum {
  const search = maximisation(start, bounds, tolerance);
  let next = search.next();
  while (next.done !== true) next = search.next(evaluate(next.value));
  return next.value;
}

/** The search of {@link maximise} for callers that evaluate themselves: it asks for the function at one point after another. */
export function* maximisation(
  start: readonly number[],
  bounds: Bounds,
  tolerance: number,
): Generator<readonly number[], Maximum, ValueAndSlope> {
  const n = start.length;
  const clamp = (x: number, i: number) => Math.min(Math.max(x, bounds.low[i]!), bounds.high[i]!);
  let at = start.map(clamp);
  let here = yield at;
  let inverse = identity(n);
  for (let step = 0; step < 200; step++) {
    const free = at.map((x, i) => !pushesOut(x, here.slope[i]!, bounds.low[i]!, bounds.high[i]!));
    if (here.slope.every((slope, i) => !free[i] || Math.abs(slope) <= tolerance)) break;
    const direction = ascent(inverse, here.slope, free);
    const next = yield* lineSearch(at, here, direction, clamp);
    if (next === undefined) {
      // A bad memory of the curvature is forgotten once before giving up.
      if (isIdentity(inverse)) break;
      inverse = identity(n);
      continue;
    }
    inverse = updated(
      inverse,
      next.at.map((x, i) => x - at[i]!),
      next.point.slope.map((g, i) => here.slope[i]! - g),
    );
    at = next.at;
    here = next.point;
  }
  const side = at.map((x, i) => {
    if (!pushesOut(x, here.slope[i]!, bounds.low[i]!, bounds.high[i]!)) return "inside";
    return x <= bounds.low[i]! ? "low" : "high";
  });
  return { at, value: here.value, side };
}

function pushesOut(x: number, slope: number, low: number, high: number): boolean {
  return (x <= low && slope <= 0) || (x >= high && slope >= 0);
}

/** Inverse curvature times slope over the free coordinates, never longer than 2 in one step. */
function ascent(inverse: number[][], slope: readonly number[], free: readonly boolean[]): number[] {
  const raw = inverse.map((row, i) =>
    free[i] ? row.reduce((sum, value, j) => sum + (free[j] ? value * slope[j]! : 0), 0) : 0,
  );
  const longest = raw.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return longest > 2 ? raw.map((value) => (2 * value) / longest) : raw;
}

function* lineSearch(
  at: readonly number[],
  here: ValueAndSlope,
  direction: readonly number[],
  clamp: (x: number, i: number) => number,
): Generator<
  readonly number[],
  { readonly at: number[]; readonly point: ValueAndSlope } | undefined,
  ValueAndSlope
> {
  for (let length = 1; length > 1e-12; length *= 0.4) {
    const trial = at.map((x, i) => clamp(x + length * direction[i]!, i));
    const gain = trial.reduce((sum, x, i) => sum + here.slope[i]! * (x - at[i]!), 0);
    if (gain <= 0) return undefined;
    const point = yield trial;
    if (point.value >= here.value + 1e-4 * gain) return { at: trial, point };
  }
  return undefined;
}

/** The BFGS update of the inverse of the negative curvature for a step s that changed the slope by -y. */
function updated(inverse: number[][], s: readonly number[], y: readonly number[]): number[][] {
  const sy = s.reduce((sum, value, i) => sum + value * y[i]!, 0);
  if (!(sy > 1e-300)) return inverse;
  const hy = inverse.map((row) => row.reduce((sum, value, j) => sum + value * y[j]!, 0));
  const yhy = y.reduce((sum, value, i) => sum + value * hy[i]!, 0);
  return inverse.map((row, i) =>
    row.map(
      (value, j) => value + ((1 + yhy / sy) * s[i]! * s[j]!) / sy - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy,
    ),
  );
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

function isIdentity(matrix: number[][]): boolean {
  return matrix.every((row, i) => row.every((value, j) => value === (i === j ? 1 : 0)));
}
