import type { Workspace } from "../../numeric/kernels/workspace.ts";
import type { Density } from "./density.ts";

/**
 * The density of a function that returns U at a position [size] and writes its gradient into the second array [size].
 * The gradient is anything at first. Neither array is to be kept, nor the first to be changed. What it throws is not caught.
 */
export function functionDensity(
  workspace: Workspace,
  size: number,
  potential: (position: Float64Array, gradient: Float64Array) => number,
): Density {
  const position = workspace.vector("f64", size);
  const gradient = workspace.vector("f64", size);
  // Not the kernels' memory, which may move.
  const at = new Float64Array(size);
  const slopes = new Float64Array(size);
  return {
    size,
    position,
    gradient,
    evaluate: potential,
    potential() {
      at.set(position.view);
      const value = potential(at, slopes);
      gradient.view.set(slopes);
      return value;
    },
  };
}
