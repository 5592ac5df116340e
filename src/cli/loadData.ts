import { resolve } from "node:path";
import type { EncodedDataset } from "../data/encodeDataset.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { DataFlags } from "./flags.ts";

/** A table that was read, as a data set. */
export interface LoadedData {
  /** The path as the user gave it. */
  readonly name: string;
  readonly hash: string;
  readonly dataset: EncodedDataset;
}

/** Reads a CSV file and makes a data set of it as the flags say. Errors speak of the file. */
export async function loadData(path: string, flags: DataFlags, context: Context): Promise<LoadedData> {
  const [{ readHashedFile }, { readDataset }] = await Promise.all([
    import("../io/readTextFile.ts"),
    import("../data/datasetFromTable.ts"),
  ]);
  return speakingOf(path, async () => {
    const { text, hash } = await readHashedFile(resolve(context.cwd, path));
    const { target, features, weights, missing, categorical, delimiter } = flags;
    const dataset = readDataset(text, {
      target,
      ...(features === undefined ? {} : { features }),
      ...(weights === undefined ? {} : { weights }),
      ...(missing === undefined ? {} : { missing }),
      ...(categorical === undefined ? {} : { categorical: categoricalOption(categorical) }),
      ...(delimiter === undefined ? {} : { delimiter }),
    });
    return { name: path, hash, dataset };
  });
}

/** The words one-hot and refuse stand for themselves; anything else names columns. */
function categoricalOption(names: readonly string[]): "one-hot" | "refuse" | readonly string[] {
  return names.length === 1 && (names[0] === "one-hot" || names[0] === "refuse") ? names[0] : names;
}
