import { solveLower, solveLowerTransposed } from "../../numeric/cholesky.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { UnconstrainedDensity } from "./userDensity.ts";

/**
 * A density in coordinates z with u = m + L'^-1 z: where its curvature at m is L L', that by z is the identity. The constant
 * log det L'^-1 is left out.
 */
export function whitenedDensity(
  density: UnconstrainedDensity,
  centre: Float64Array,
  factor: Matrix,
): UnconstrainedDensity {
  const { size } = density;
  const u = new Float64Array(size);
  const moveTo = (z: Float64Array): Float64Array => {
    u.set(z);
    solveLowerTransposed(factor, u);
    for (let j = 0; j < size; j++) u[j] = u[j]! + centre[j]!;
    return u;
  };
  return {
    names: density.names,
    size,
    logDensity(z, gradient) {
      const value = density.logDensity(moveTo(z), gradient);
      solveLower(factor, gradient);
      return value;
    },
    constrain: (z, out) => density.constrain(moveTo(z), out),
  };
}
