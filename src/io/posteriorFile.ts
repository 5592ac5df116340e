import { ArgumentError } from "../errors/errors.ts";
import {
  formatModel,
  formatModelTensors,
  type LoadedModel,
  parseModel,
  parseModelTensors,
  type SavedModel,
} from "./modelFile.ts";
import { readBytesFile } from "./readBytesFile.ts";
import { readTextFile } from "./readTextFile.ts";
import { replaceFile, type WriteOptions } from "./replaceFile.ts";
import type { SafetensorsType } from "./safetensorsHeader.ts";

/** Options of {@link savePosteriorFile}. */
export interface SavePosteriorOptions extends WriteOptions {
  /**
   * How numbers are stored, for `.safetensors` alone: "F64", the default, keeps every bit, "F32" seven digits in half the
   * space, so that predictions are no longer quite the same.
   */
  readonly dtype?: SafetensorsType;
}

/**
 * Saves a fitted model in one step (see {@link replaceFile}), with what a reader needs to use it on new tables: the
 * encoding of the data set it was fitted on, and how it came about. A path that ends in `.safetensors` gets a file in that
 * format, with the manifest in its metadata; any other path gets JSON, with the arrays in base64.
 *
 * @throws FileError if the file cannot be written, NumericError if the posterior cannot be saved.
 */
export async function savePosteriorFile(
  path: string,
  model: SavedModel,
  { dtype, ...options }: SavePosteriorOptions = {},
): Promise<void> {
  if (isSafetensors(path)) {
    await replaceFile(path, formatModelTensors(model, dtype), options);
    return;
  }
  if (dtype === "F32") {
    throw new ArgumentError({
      where: "savePosteriorFile",
      problem: "only files in the safetensors format hold F32",
      fix: "End the path in .safetensors.",
    });
  }
  await replaceFile(path, formatModel(model), options);
}

/**
 * The model that {@link savePosteriorFile} wrote, by the same rule on the path: its predictions are the same to the last bit.
 *
 * @throws FileError if the file cannot be read, FormatError if it is no model file or is damaged.
 */
export async function loadPosteriorFile(path: string): Promise<LoadedModel> {
  return isSafetensors(path)
    ? parseModelTensors(path, await readBytesFile(path))
    : parseModel(path, await readTextFile(path));
}

const isSafetensors = (path: string): boolean => path.toLowerCase().endsWith(".safetensors");
