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

/** When the target is a class: never, where its column holds text, or always. */
export type TargetClasses = "never" | "text" | "always";

/** Reads a CSV file and makes a data set of it as the flags say. Errors speak of the file. */
export async function loadData(
  path: string,
  flags: DataFlags,
  context: Context,
  targetClasses: TargetClasses = "never",
): Promise<LoadedData> {
  const [{ readHashedFile }, { readTable }, { datasetFromTable }, { isTextColumn }] = await Promise.all([
    import("../io/readTextFile.ts"),
    import("../data/readTable.ts"),
    import("../data/datasetFromTable.ts"),
    import("../data/isTextColumn.ts"),
  ]);
  return speakingOf(path, async () => {
    const { text, hash } = await readHashedFile(resolve(context.cwd, path));
    const { target, features, weights, missing, categorical, delimiter } = flags;
    const table = readTable(text, delimiter === undefined ? {} : { delimiter });
    const classes = targetClasses === "always" || (targetClasses === "text" && isTextColumn(table, target));
    const dataset = datasetFromTable(table, {
      target,
      ...(classes ? { classes } : {}),
      ...(features === undefined ? {} : { features }),
      ...(weights === undefined ? {} : { weights }),
      ...(missing === undefined ? {} : { missing }),
      ...(categorical === undefined ? {} : { categorical: categoricalOption(categorical) }),
    });
    return { name: path, hash, dataset };
  });
}

/** The words one-hot and refuse stand for themselves; anything else names columns. */
function categoricalOption(names: readonly string[]): "one-hot" | "refuse" | readonly string[] {
  return names.length === 1 && (names[0] === "one-hot" || names[0] === "refuse") ? names[0] : names;
}
