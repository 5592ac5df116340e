import type { Workspace } from "../../numeric/kernels/workspace.ts";
import type { Density } from "./density.ts";

/**
 * The density of a function that returns U at a position [size] and writes its gradient into the second array [size].
 * What it throws is not caught.
 */
export function functionDensity(
  workspace: Workspace,
  size: number,
  potential: (position: Float64Array, gradient: Float64Array) => number,
): Density {
  const position = workspace.vector("f64", size);
  const gradient = workspace.vector("f64", size);
  const slopes = new Float64Array(size);
  return {
    size,
    position,
    gradient,
    potential() {
      // Copies: the function may keep what it is given, and the kernels' memory may move.
      const value = potential(Float64Array.from(position.view), slopes);
      gradient.view.set(slopes);
      return value;
    },
  };
}
