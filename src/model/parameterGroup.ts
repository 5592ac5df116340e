/** A run of neighbouring parameters of the same role: the weights or the biases of one layer. */
export interface ParameterGroup {
  readonly role: "weights" | "biases";
  /** Number of the layer, counted from 0. */
  readonly layer: number;
  /** Index of the first parameter. */
  readonly from: number;
  readonly count: number;
  /** Number of inputs of the layer: each unit sums over so many. */
  readonly fanIn: number;
  readonly fanOut: number;
}
