import type { EncodedDataset } from "../data/encodeDataset.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { DataFlags } from "./flags.ts";
import { loadTable } from "./loadTable.ts";

/** A table that was read, as a data set. */
export interface LoadedData {
  /** The path as the user gave it, or "standard input". */
  readonly name: string;
  readonly hash: string;
  readonly dataset: EncodedDataset;
}

/** When the target is a class: never, where its column holds text, or always. */
export type TargetClasses = "never" | "text" | "always";

/** Reads a table and makes a data set of it as the flags say. Errors speak of the file. */
export async function loadData(
  path: string,
  flags: DataFlags,
  context: Context,
  targetClasses: TargetClasses = "never",
): Promise<LoadedData> {
  const [{ datasetFromTable }, { isTextColumn }] = await Promise.all([
    import("../data/datasetFromTable.ts"),
    import("../data/isTextColumn.ts"),
  ]);
  const { name, hash, table } = await loadTable(path, flags, context);
  return speakingOf(name, () => {
    const { target, features, weights, missing, categorical } = flags;
    const classes = targetClasses === "always" || (targetClasses === "text" && isTextColumn(table, target));
    const dataset = datasetFromTable(table, {
      target,
      ...(classes ? { classes } : {}),
      ...(features === undefined ? {} : { features }),
      ...(weights === undefined ? {} : { weights }),
      ...(missing === undefined ? {} : { missing }),
      ...(categorical === undefined ? {} : { categorical: categoricalOption(categorical) }),
    });
    return { name, hash, dataset };
  });
}

/** The words one-hot and refuse stand for themselves; anything else names columns. */
function categoricalOption(names: readonly string[]): "one-hot" | "refuse" | readonly string[] {
  return names.length === 1 && (names[0] === "one-hot" || names[0] === "refuse") ? names[0] : names;
}
