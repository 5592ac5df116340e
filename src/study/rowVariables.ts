import type { Dataset } from "../data/dataset.ts";
import type { Posterior } from "../inference/method.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { DataTreeAttributes, NamedArray } from "./dataTree.ts";

/** Inputs "x" [row, feature], with the weights of the rows where there are any. */
export function inputVariables(x: Matrix, weights?: Dataset["weights"]): Record<string, NamedArray> {
  return {
    x: { dims: ["row", "feature"], shape: [x.rows, x.cols], data: x.data },
    ...(weights && { weights: { dims: ["row"], shape: [x.rows], data: weights } }),
  };
}

/** Targets "y" [row], [row, target] where there are several, behind further axes; classes are whole numbers, with their names. */
export function targetVariables(
  { model }: Pick<Posterior, "model">,
  rows: number,
  values: Float64Array,
  drawn: Pick<NamedArray, "dims" | "shape"> = { dims: [], shape: [] },
): Record<string, NamedArray> {
  const { targets, classes } = model;
  const several = targets > 1;
  const attributes: DataTreeAttributes = classes.length > 0 ? { classes } : {};
  return {
    y: {
      dims: [...drawn.dims, "row", ...(several ? ["target"] : [])],
      shape: [...drawn.shape, rows, ...(several ? [targets] : [])],
      data: classes.length > 0 ? Int32Array.from(values) : values,
      attributes,
    },
  };
}
