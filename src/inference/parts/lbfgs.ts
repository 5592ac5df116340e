/** A function to be made small, with its gradient. */
export type ValueAndGradient = (at: Float64Array, gradient: Float64Array) => number;

/** Options of {@link createLbfgs}. */
export interface LbfgsOptions {
  /** Pairs of steps and changes of the gradient that are remembered. Default 10. */
  readonly memory?: number;
  /** Converged where no entry of the gradient exceeds this, relative to max(1, |value|). Default 1e-9. */
  readonly tolerance?: number;
}

/** All that L-BFGS knows between two iterations; gone on from it, it takes the same steps to the last bit. */
export interface LbfgsState {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  /** The remembered pairs [pairs x 2 x n], the oldest first: a step, then the change of the gradient. */
  readonly pairs: Float64Array;
}

/** Limited-memory BFGS at work. */
export interface Lbfgs {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
  /** Evaluations of the function so far. */
  readonly evaluations: number;
  /** One iteration. Returns true when it has converged, or when no step makes the value smaller any more. */
  step(): boolean;
  /** A copy of what it knows now. */
  state(): LbfgsState;
}

/** Sufficient decrease and curvature conditions of the line search (Nocedal & Wright 2006, algorithm 3.5). */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 30;

/**
 * Minimises a smooth function by L-BFGS: the two-loop recursion (Nocedal 1980) for the direction and a line search by
 * bracketing and cubic interpolation for strong Wolfe conditions. Starts at a point, which is copied, or goes on from a
 * state. A start where the function is not finite is never left.
 */
export function createLbfgs(
  evaluate: ValueAndGradient,
  start: Float64Array | LbfgsState,
  { memory = 10, tolerance = 1e-9 }: LbfgsOptions = {},
): Lbfgs {
  let { at, gradient, value, evaluations } = start instanceof Float64Array ? begin(evaluate, start) : start;
  const n = at.length;
  const pairs = start instanceof Float64Array ? [] : readPairs(start.pairs, n);

  function converged(): boolean {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(gradient[i]!));
    return largest <= tolerance * Math.max(1, Math.abs(value));
  }

  /** -H gradient. */
  function direction(): Float64Array {
    const d = gradient.map((g) => -g);
    const alpha = new Float64Array(pairs.length);
    for (let k = pairs.length - 1; k >= 0; k--) {
      const { s, y, rho } = pairs[k]!;
      alpha[k] = rho * dot(s, d);
      addTo(d, y, -alpha[k]!);
    }
    const last = pairs.at(-1);
    if (last !== undefined) scaleBy(d, 1 / (last.rho * dot(last.y, last.y)));
    for (let k = 0; k < pairs.length; k++) {
      const { s, y, rho } = pairs[k]!;
      addTo(d, s, alpha[k]! - rho * dot(y, d));
    }
    return d;
  }

  interface Trial {
    readonly t: number;
    readonly value: number;
    readonly slope: number;
    readonly at: Float64Array;
    readonly gradient: Float64Array;
  }

  function tryStep(d: Float64Array, t: number): Trial {
    const point = at.map((x, i) => x + t * d[i]!);
    const g = new Float64Array(n);
    const v = evaluate(point, g);
    evaluations += 1;
    return {
      t,
      value: Number.isFinite(v) ? v : Number.POSITIVE_INFINITY,
      slope: dot(g, d),
      at: point,
      gradient: g,
    };
  }

  /** A step that satisfies the strong Wolfe conditions, or the best one found that at least descends. */
  function search(d: Float64Array, first: number): Trial | undefined {
    const slope = dot(gradient, d);
    let low: Trial = { t: 0, value, slope, at, gradient };
    let high: Trial | undefined;
    let t = first;
    for (let k = 0; k < MOST_TRIALS; k++) {
      const trial = tryStep(d, t);
      const tooHigh =
        !(trial.value <= value + DECREASE * t * slope) || (low.t > 0 && trial.value >= low.value);
      if (tooHigh) high = trial;
      else {
        if (Math.abs(trial.slope) <= -CURVATURE * slope) return trial;
        // Past the minimum: it lies between the best so far and here.
        if (trial.slope * ((high?.t ?? Number.POSITIVE_INFINITY) - low.t) >= 0) high = low;
        low = trial;
      }
      t = high === undefined ? 2 * t : interpolate(low, high);
      if (high !== undefined && Math.abs(high.t - low.t) <= 1e-16 * Math.abs(low.t)) break;
    }
    return low.t > 0 ? low : undefined;
  }

  return {
    get at() {
      return at;
    },
    get gradient() {
      return gradient;
    },
    get value() {
      return value;
    },
    get evaluations() {
      return evaluations;
    },
    step() {
      if (!Number.isFinite(value) || converged()) return true;
      let d = direction();
      if (!(dot(d, gradient) < 0)) {
        pairs.length = 0;
        d = gradient.map((g) => -g);
      }
      const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
      const next = search(d, first);
      if (next === undefined) {
        // A bad memory of the curvature is forgotten once before giving up.
        if (pairs.length === 0) return true;
        pairs.length = 0;
        return false;
      }
      const s = next.at.map((x, i) => x - at[i]!);
      const y = next.gradient.map((g, i) => g - gradient[i]!);
      const curvature = dot(s, y);
      if (curvature > 1e-300) {
        pairs.push({ s, y, rho: 1 / curvature });
        if (pairs.length > memory) pairs.shift();
      }
      ({ at, gradient, value } = next);
      return converged();
    },
    state() {
      const kept = new Float64Array(2 * n * pairs.length);
      for (const [k, { s, y }] of pairs.entries()) {
        kept.set(s, 2 * n * k);
        kept.set(y, 2 * n * k + n);
      }
      return { at: at.slice(), gradient: gradient.slice(), value, evaluations, pairs: kept };
    },
  };
}

/** A step, the change of the gradient over it, and 1 over their product. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

function begin(evaluate: ValueAndGradient, start: Float64Array): Omit<LbfgsState, "pairs"> {
  const at = Float64Array.from(start);
  const gradient = new Float64Array(at.length);
  return { value: evaluate(at, gradient), at, gradient, evaluations: 1 };
}

function readPairs(kept: Float64Array, n: number): Pair[] {
  return Array.from({ length: kept.length / (2 * n) }, (_, k) => {
    const s = kept.slice(2 * n * k, 2 * n * k + n);
    const y = kept.slice(2 * n * k + n, 2 * n * (k + 1));
    return { s, y, rho: 1 / dot(s, y) };
  });
}

/** The minimum of the cubic through both values and slopes, kept away from the ends; the middle where there is none. */
function interpolate(
  a: { readonly t: number; readonly value: number; readonly slope: number },
  b: { readonly t: number; readonly value: number; readonly slope: number },
): number {
  const width = b.t - a.t;
  const middle = a.t + 0.5 * width;
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope)) return middle;
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return middle;
  const d2 = Math.sign(width) * Math.sqrt(square);
  const t = b.t - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const inside = (t - a.t) / width;
  return inside > 0.05 && inside < 0.95 ? t : middle;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addTo(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + factor * x[i]!;
}

function scaleBy(out: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! * factor;
}
