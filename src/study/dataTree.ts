import { checkLength } from "../errors/checks.ts";
import type { Note } from "../inference/method.ts";

/** Reals, whole numbers, truth values (0 or 1) or texts. */
export type NamedValues = Float64Array | Int32Array | Uint8Array | readonly string[];

/** Facts about an array or a group: plain JSON. */
export type DataTreeAttributes = Readonly<Record<string, string | number | readonly string[]>>;

/** An array whose axes have names. */
export interface NamedArray {
  /** The name of every axis. */
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** As many values as the shape says, row-major. */
  readonly data: NamedValues;
  readonly attributes?: DataTreeAttributes;
}

/** Arrays that share axes: two axes of one name have the same length and the same coordinates. */
export interface DataTreeGroup {
  readonly attributes: DataTreeAttributes;
  /** What the places along an axis are called, by its name. */
  readonly coordinates: Readonly<Record<string, Int32Array | readonly string[]>>;
  readonly variables: Readonly<Record<string, NamedArray>>;
}

/**
 * Groups of named arrays: what xarray calls a DataTree, with the groups, names and axes of the InferenceData schema that ArviZ
 * reads.
 */
export interface DataTree {
  readonly attributes: DataTreeAttributes;
  readonly groups: Readonly<Record<string, DataTreeGroup>>;
  /** What is missing, and why. */
  readonly notes: readonly Note[];
}

/** How many draws there are: the two axes that all arrays of draws begin with. */
export interface DrawGrid {
  readonly chains: number;
  /** Draws of each chain. */
  readonly draws: number;
}

/** An array of draws, chain after chain, with further axes. */
export function drawnArray(
  { chains, draws }: DrawGrid,
  axes: readonly (readonly [name: string, length: number])[],
  data: NamedValues,
  attributes: DataTreeAttributes = {},
): NamedArray {
  return {
    dims: ["chain", "draw", ...axes.map(([name]) => name)],
    shape: [chains, draws, ...axes.map(([, length]) => length)],
    data,
    attributes,
  };
}

/** A group of arrays. Places along an axis are called by its `labels`, or counted from 0 where it has none. */
export function dataTreeGroup(
  variables: Readonly<Record<string, NamedArray>>,
  labels: Readonly<Record<string, readonly string[]>> = {},
  attributes: DataTreeAttributes = {},
): DataTreeGroup {
  const coordinates: Record<string, Int32Array | readonly string[]> = {};
  for (const { dims, shape } of Object.values(variables)) {
    dims.forEach((dim, k) => {
      coordinates[dim] ??= labels[dim] ?? Int32Array.from({ length: shape[k]! }, (_, i) => i);
      checkLength("dataTreeGroup", `axis ${dim}`, coordinates[dim], shape[k]!, "labels");
    });
  }
  return { attributes, coordinates, variables };
}
