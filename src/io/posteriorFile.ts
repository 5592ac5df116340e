import { formatModel, type LoadedModel, parseModel, type SavedModel } from "./modelFile.ts";
import { readTextFile } from "./readTextFile.ts";
import { type WriteOptions, writeTextFile } from "./writeTextFile.ts";

/**
 * Saves a fitted model in one step (see {@link writeTextFile}), with what a reader needs to use it on new tables: the
 * encoding of the data set it was fitted on, and how it came about.
 *
 * @throws FileError if the file cannot be written, NumericError if the posterior cannot be saved.
 */
export async function savePosteriorFile(
  path: string,
  model: SavedModel,
  options: WriteOptions = {},
): Promise<void> {
  await writeTextFile(path, formatModel(model), options);
}

/**
 * The model that {@link savePosteriorFile} wrote: its predictions are the same to the last bit.
 *
 * @throws FileError if the file cannot be read, FormatError if it is no model file or is damaged.
 */
export async function loadPosteriorFile(path: string): Promise<LoadedModel> {
  return parseModel(path, await readTextFile(path));
}
