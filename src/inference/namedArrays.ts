import type { Tensor } from "./savedPosterior.ts";

type Tensors = Readonly<Record<string, Tensor>>;

/** The arrays of one of several things that are kept together: "name/array". */
export function nameArrays(name: string, arrays: Tensors): Tensors {
  return Object.fromEntries(Object.entries(arrays).map(([key, tensor]) => [`${name}/${key}`, tensor]));
}

/** The arrays that {@link nameArrays} gave that name. */
export function arraysNamed(name: string, tensors: Tensors): Tensors {
  const found = Object.entries(tensors).filter(([key]) => key.startsWith(`${name}/`));
  return Object.fromEntries(found.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
}
