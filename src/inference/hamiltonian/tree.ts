import { exp, log1p } from "../../numeric/special.ts";
import type { Point } from "./integrator.ts";
import { type Journey, LARGEST_ERROR, type Outcome, type Transition } from "./transition.ts";
import { createVectors } from "./vectors.ts";

/** A stretch of a trajectory, in the order of time, and the point that was drawn from it. */
interface Stretch {
  readonly first: Point;
  readonly last: Point;
  /** The sum of the momenta of all points [size]. */
  readonly momentum: Float64Array;
  /** log of the sum of exp(H0 - H) over all points. */
  readonly logWeight: number;
  /** One of the points, drawn with probability exp(-H). */
  readonly drawn: Point;
}

/**
 * The no-U-turn sampler (Hoffman and Gelman 2014) with points drawn by their weights exp(-H) and the generalised criterion
 * (Betancourt 2017, appendix A): a trajectory is doubled, forwards or backwards in time at random, until it turns round,
 * that is until C r . (sum of r) is no longer positive at both ends, also over each half with the first point of the
 * other. The next point is drawn from the old half or, with probability min(1, w_new/w_old), from the new one.
 */
export function treeTransition(maxDepth: number): Transition {
  // Room for sums, kept from one iteration to the next.
  let size = -1;
  let vectors = createVectors(0);
  return (journey) => {
    const { length } = journey.start.position;
    if (length !== size) vectors = createVectors((size = length));
    vectors.restart();
    return grow(journey, maxDepth, vectors.next);
  };
}

function grow(
  { start, stepSize, step, uniform }: Journey,
  maxDepth: number,
  vector: () => Float64Array,
): Outcome {
  let leapfrogs = 0;
  let acceptances = 0;
  let divergent = false;

  function leaf(from: Point, direction: number): Stretch | undefined {
    const point = step(from, direction * stepSize);
    leapfrogs += 1;
    const gain = start.energy - point.energy;
    acceptances += gain > 0 ? 1 : exp(gain);
    if (!(gain >= -LARGEST_ERROR)) {
      divergent = true;
      return undefined;
    }
    return {
      first: point,
      last: point,
      momentum: point.momentum,
      logWeight: gain,
      drawn: point,
    };
  }

  /** A stretch of 2^depth points beyond `from`; nothing where it diverges, or turns round within itself. */
  function build(from: Point, direction: number, depth: number): Stretch | undefined {
    if (depth === 0) return leaf(from, direction);
    const near = build(from, direction, depth - 1);
    if (near === undefined) return undefined;
    const far = build(direction > 0 ? near.last : near.first, direction, depth - 1);
    if (far === undefined) return undefined;
    const gap = far.logWeight - near.logWeight;
    // The smaller weight in units of the larger.
    const ratio = exp(-Math.abs(gap));
    const drawn = uniform() * (1 + ratio) < (gap > 0 ? 1 : ratio) ? far.drawn : near.drawn;
    const logWeight = Math.max(near.logWeight, far.logWeight) + log1p(ratio);
    const joined = inOrder(near, far, direction, logWeight, drawn, vector());
    return joined.turned ? undefined : joined;
  }

  let whole: Stretch = {
    first: start,
    last: start,
    momentum: start.momentum,
    logWeight: 0,
    drawn: start,
  };
  let depth = 0;
  while (depth < maxDepth) {
    const direction = uniform() < 0.5 ? -1 : 1;
    const added = build(direction > 0 ? whole.last : whole.first, direction, depth);
    if (added === undefined) break;
    depth += 1;
    const gap = added.logWeight - whole.logWeight;
    const ratio = exp(-Math.abs(gap));
    const drawn = gap >= 0 || uniform() < ratio ? added.drawn : whole.drawn;
    const logWeight = Math.max(whole.logWeight, added.logWeight) + log1p(ratio);
    const joined = inOrder(whole, added, direction, logWeight, drawn, vector());
    whole = joined;
    if (joined.turned) break;
  }
  return { next: whole.drawn, acceptance: acceptances / leapfrogs, leapfrogs, depth, divergent };
}

/** Two neighbouring stretches as one; `far` follows `near` in the given direction of time. `momentum` is room for their sum. */
function inOrder(
  near: Stretch,
  far: Stretch,
  direction: number,
  logWeight: number,
  drawn: Point,
  momentum: Float64Array,
): Stretch & { readonly turned: boolean } {
  const [before, after] = direction > 0 ? [near, far] : [far, near];
  for (let j = 0; j < momentum.length; j++) momentum[j] = before.momentum[j]! + after.momentum[j]!;
  // Of two single points all three checks are the same.
  const points = before.first === before.last && after.first === after.last;
  const turned =
    turns(before.first, after.last, before.momentum, after.momentum) ||
    (!points &&
      (turns(before.first, after.first, before.momentum, after.first.momentum) ||
        turns(before.last, after.last, after.momentum, before.last.momentum)));
  return { first: before.first, last: after.last, momentum, logWeight, drawn, turned };
}

/** Whether one of the ends moves against the momenta between them, whose sum is a + b. */
function turns(first: Point, last: Point, a: Float64Array, b: Float64Array): boolean {
  let [atFirst, atLast] = [0, 0];
  for (let j = 0; j < a.length; j++) {
    const momentum = a[j]! + b[j]!;
    atFirst += first.velocity[j]! * momentum;
    atLast += last.velocity[j]! * momentum;
  }
  return !(atFirst > 0 && atLast > 0);
}
