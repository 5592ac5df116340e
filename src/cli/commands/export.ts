import { resolve } from "node:path";
import { encodedNames } from "../../data/encoding.ts";
import type { LoadedModel } from "../../io/modelFile.ts";
import { createRng } from "../../random/rng.ts";
import type { DataTree } from "../../study/dataTree.ts";
import { type Context, takeTurn } from "../context.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags, TableFlags } from "../flags.ts";
import { encodeRows } from "../loadModel.ts";
import { loadTable } from "../loadTable.ts";
import { say } from "../output.ts";
import { createProgress } from "../progress.ts";
import { loadTrainingRows } from "../trainingRows.ts";

/** Flags of `credence export`. */
export interface ExportFlags extends TableFlags, RunFlags {
  readonly out: string;
  readonly train?: string;
  readonly at?: string;
  readonly draws?: number;
  readonly overwrite?: boolean;
}

/** Writes the draws of a saved posterior, and what it predicts, as a Zarr store. */
export async function exportCommand(modelFile: string, flags: ExportFlags, context: Context): Promise<void> {
  const [{ loadPosteriorFile }, { writeDataTree }] = await Promise.all([
    import("../../io/posteriorFile.ts"),
    import("../../io/writeDataTree.ts"),
  ]);
  const model = await speakingOf(modelFile, () => loadPosteriorFile(resolve(context.cwd, modelFile)));
  const tree = await treeOf(model, modelFile, flags, context);
  const { out, overwrite = false } = flags;
  await takeTurn(context.signal);
  await speakingOf(out, () =>
    writeDataTree(resolve(context.cwd, out), tree, { overwrite, signal: context.signal }),
  );
  const groups = Object.keys(tree.groups);
  const { variables, coordinates } = tree.groups["posterior"]!;
  const [chains, draws] = [coordinates["chain"]!.length, coordinates["draw"]!.length];
  const words = `${chains} ${chains === 1 ? "chain" : "chains"} of ${draws} draws`;
  say(
    {
      facts: { command: "export", model: modelFile, out, chains, draws, groups, notes: tree.notes },
      lines: [
        `Wrote ${words} to ${out}: ${Object.keys(variables).join(", ")}`,
        `Groups: ${groups.join(", ")}`,
        ...tree.notes.map(({ message }) => `Note: ${message}`),
      ],
    },
    flags,
    context,
  );
}

async function treeOf(
  model: LoadedModel,
  modelFile: string,
  flags: ExportFlags,
  context: Context,
): Promise<DataTree> {
  const { train, at: newRows, draws } = flags;
  const data =
    train === undefined ? undefined : await loadTrainingRows(train, model, modelFile, flags, context);
  const table = newRows === undefined ? undefined : await loadTable(newRows, flags, context);
  const at = table && (await encodeRows(table.name, table.table, model, modelFile));
  const { posteriorTree } = await import("../../study/posteriorTree.ts");
  const progress = await createProgress(context, flags);
  const { encoding } = model;
  try {
    return await speakingOf(modelFile, () =>
      posteriorTree(
        model.posterior,
        {
          rng: createRng(flags.seed ?? "export"),
          signal: context.signal,
          ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
        },
        {
          ...(data && { data }),
          ...(at && { at }),
          ...(draws !== undefined && { draws }),
          ...(encoding && {
            featureNames: encodedNames(encoding.features),
            targetNames: encoding.targets.map(({ column }) => column),
          }),
        },
      ),
    );
  } finally {
    progress.stop();
  }
}
