import { checkKeys, checkLength, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import type { Rng } from "../../random/rng.ts";
import type { SampledDensity } from "./density.ts";
import { functionDensity } from "./functionDensity.ts";
import { type CheckedParameter, checkParameters, type ParameterSpec } from "./parameterSpec.ts";

/** A density of a user's own. */
export interface UserDensity {
  /** What it is a density of: its values are those of all parameters, one after the other. */
  readonly parameters: readonly ParameterSpec[];
  /**
   * The log density of the values, up to a constant, with its gradient by them written into `gradient`: both in the user's
   * own coordinates, without any Jacobian. -Infinity where the density is zero. The gradient is zero at first. Both arrays
   * are used again: neither is to be kept.
   */
  logDensity(values: Float64Array, gradient: Float64Array): number;
  /**
   * Values to start from, or a function that gives those of a chain. Default: every unconstrained coordinate uniform on
   * (-2, 2).
   */
  readonly start?: ArrayLike<number> | ((rng: Rng) => ArrayLike<number>);
}

/** A density over unconstrained coordinates. */
export interface UnconstrainedDensity {
  readonly names: readonly string[];
  /** Unconstrained coordinates. */
  readonly size: number;
  /** log p(T(u)) + log |det J(u)|, with its gradient by u. Throws an ArgumentError where the function gives no number. */
  logDensity(u: Float64Array, gradient: Float64Array): number;
  /** The values T(u), written into `out`. */
  constrain(u: Float64Array, out: Float64Array): void;
}

/** A density that was checked. */
export interface CheckedDensity extends UnconstrainedDensity {
  /** The coordinates of values. Throws a ShapeError or ArgumentError where the constraints do not allow these. */
  unconstrain(values: ArrayLike<number>): Float64Array;
}

/** Throws an ArgumentError that names what is wrong with a density. */
export function checkDensity(where: string, density: UserDensity): CheckedDensity {
  checkKeys(where, density, ["parameters", "logDensity", "start"]);
  const parts = checkParameters(where, density.parameters);
  const names = parts.flatMap((part) => part.names);
  const size = parts.reduce((sum, { transform }) => sum + transform.size, 0);
  if (typeof density.logDensity !== "function") {
    throw new ArgumentError({
      where,
      problem: `logDensity must be a function (values, gradient) that returns a number, got ${show(density.logDensity)}`,
    });
  }
  // Of all parameters: coordinates and the gradient by them, values and the gradient by those.
  const all = {
    u: new Float64Array(size),
    out: new Float64Array(size),
    x: new Float64Array(names.length),
    slopes: new Float64Array(names.length),
  };
  const places = placesOf(parts, all);

  function constrain(u: Float64Array): number {
    all.u.set(u);
    let jacobian = 0;
    for (const { transform, u: from, x } of places) jacobian += transform.constrain(from, x);
    return jacobian;
  }

  return {
    names,
    size,
    logDensity(u, gradient) {
      const jacobian = constrain(u);
      all.slopes.fill(0);
      const found: unknown = density.logDensity(all.x, all.slopes);
      if (typeof found !== "number") {
        throw new ArgumentError({ where, problem: `logDensity must return a number, got ${show(found)}` });
      }
      for (const place of places) place.transform.pullBack(place.u, place.slopes, place.out);
      gradient.set(all.out);
      return found + jacobian;
    },
    constrain(u, out) {
      constrain(u);
      out.set(all.x);
    },
    unconstrain(given) {
      checkLength(where, "start", given, names.length, "one number for each value");
      all.x.set(given);
      for (const { transform, x, u } of places) transform.unconstrain(x, u);
      const u = all.u.slice();
      constrain(u);
      const wrong = all.x.findIndex(
        (value, i) => !(Math.abs(value - given[i]!) <= NEAR * (1 + Math.abs(value))),
      );
      if (wrong < 0) return u;
      throw new ArgumentError({
        where,
        problem: `the start must be within the constraints, ${names[wrong]} is ${given[wrong]}`,
      });
    },
  };
}

/** Values that are this near to those that were given are the same but for rounding. */
const NEAR = 1e-6;

interface Arrays {
  readonly u: Float64Array;
  readonly out: Float64Array;
  readonly x: Float64Array;
  readonly slopes: Float64Array;
}

/** The parameters, each with its own parts of the arrays of all. */
function placesOf(parts: readonly CheckedParameter[], all: Arrays): (Arrays & CheckedParameter)[] {
  let [from, at] = [0, 0];
  return parts.map((part) => {
    const { size, width } = part.transform;
    const [to, end] = [from + size, at + width];
    const place = {
      ...part,
      u: all.u.subarray(from, to),
      out: all.out.subarray(from, to),
      x: all.x.subarray(at, end),
      slopes: all.slopes.subarray(at, end),
    };
    [from, at] = [to, end];
    return place;
  });
}

/** A density in a workspace, as chains move over it. */
export function sampledDensity(workspace: Workspace, checked: UnconstrainedDensity): SampledDensity {
  const { size, names } = checked;
  const density = functionDensity(workspace, size, (u, gradient) => {
    const value = -checked.logDensity(u, gradient);
    for (let j = 0; j < size; j++) gradient[j] = -gradient[j]!;
    return value;
  });
  return {
    ...density,
    width: names.length,
    drawInto: (out) => checked.constrain(density.position.view as Float64Array, out),
  };
}
