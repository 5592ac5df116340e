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
   * own coordinates, without any Jacobian. -Infinity where the density is zero.
   */
  logDensity(values: Float64Array, gradient: Float64Array): number;
  /**
   * Values to start from, or a function that gives those of a chain. Default: every unconstrained coordinate uniform on
   * (-2, 2).
   */
  readonly start?: ArrayLike<number> | ((rng: Rng) => ArrayLike<number>);
}

/** A density that was checked. */
export interface CheckedDensity {
  readonly names: readonly string[];
  /** Unconstrained coordinates. */
  readonly size: number;
  /** log p(T(u)) + log |det J(u)|, with its gradient by u. Throws an ArgumentError where the function gives no number. */
  logDensity(u: Float64Array, gradient: Float64Array): number;
  /** The values T(u), written into `out`. */
  constrain(u: Float64Array, out: Float64Array): void;
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
  const values = new Float64Array(names.length);
  const slopes = new Float64Array(names.length);

  /** Calls `action` with every transform, and where its parts of u and of the values are. */
  function each(action: (part: CheckedParameter, u: Slice, x: Slice) => void): void {
    let [from, at] = [0, 0];
    for (const part of parts) {
      const [u, x] = [part.transform.size, part.transform.width];
      const [start, begin] = [from, at];
      action(
        part,
        (array) => array.subarray(start, start + u),
        (array) => array.subarray(begin, begin + x),
      );
      from += u;
      at += x;
    }
  }

  return {
    names,
    size,
    logDensity(u, gradient) {
      let jacobian = 0;
      each(({ transform }, ofU, ofX) => {
        jacobian += transform.constrain(ofU(u), ofX(values));
      });
      slopes.fill(0);
      // A copy: the function may keep what it is given.
      const found: unknown = density.logDensity(values.slice(), slopes);
      if (typeof found !== "number") {
        throw new ArgumentError({ where, problem: `logDensity must return a number, got ${show(found)}` });
      }
      each(({ transform }, ofU, ofX) => transform.pullBack(ofU(u), ofX(slopes), ofU(gradient)));
      return found + jacobian;
    },
    constrain(u, out) {
      each(({ transform }, ofU, ofX) => transform.constrain(ofU(u), ofX(out)));
    },
    unconstrain(given) {
      checkLength(where, "start", given, names.length, "one number for each value");
      const [x, u] = [Float64Array.from(given), new Float64Array(size)];
      each(({ transform }, ofU, ofX) => transform.unconstrain(ofX(x), ofU(u)));
      const again = new Float64Array(names.length);
      each(({ transform }, ofU, ofX) => transform.constrain(ofU(u), ofX(again)));
      const wrong = again.findIndex((value, i) => !(Math.abs(value - x[i]!) <= 1e-6 * (1 + Math.abs(x[i]!))));
      if (wrong < 0) return u;
      throw new ArgumentError({
        where,
        problem: `the start must be within the constraints, ${names[wrong]} is ${x[wrong]}`,
      });
    },
  };
}

type Slice = (array: Float64Array) => Float64Array;

/** A density in a workspace, as chains move over it. */
export function sampledDensity(workspace: Workspace, checked: CheckedDensity): SampledDensity {
  const { size, names } = checked;
  const density = functionDensity(workspace, size, (u, gradient) => {
    const value = -checked.logDensity(u, gradient);
    for (let j = 0; j < size; j++) gradient[j] = -gradient[j]!;
    return value;
  });
  return {
    ...density,
    width: names.length,
    drawInto: (out) => checked.constrain(Float64Array.from(density.position.view), out),
  };
}
