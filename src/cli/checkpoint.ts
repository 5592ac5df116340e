import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ArgumentError } from "../errors/errors.ts";
import type { Checkpoints } from "../inference/checkpoint.ts";
import { repeatCommand } from "./commandLine.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { InterruptedError } from "./interrupted.ts";

/** Keeps the state of one fit in the file that `--checkpoint` names. */
export interface CheckpointKeeper {
  readonly path: string;
  readonly checkpoints: Checkpoints;
  /** What to end with after an interrupt: where the state is, and how to continue. */
  interruption(error: unknown): unknown;
  /** Removes the state: the run is complete. A file that this run neither read nor wrote stays. */
  finish(): Promise<void>;
}

/** The seed that an interrupted run began with, if the file is there. Refuses a method that keeps nothing. */
export async function checkpointSeed(
  path: string,
  method: string,
  context: Context,
): Promise<string | undefined> {
  if (method === "exact") {
    throw new ArgumentError({
      where: "--checkpoint",
      problem: "exact inference has no steps to continue from",
      fix: "Leave the flag out.",
    });
  }
  const { loadCheckpointFile } = await import("../io/checkpointFile.ts");
  await checkPlace(path, context);
  return (await speakingOf(path, () => loadCheckpointFile(resolve(context.cwd, path))))?.seed;
}

/** Opens the file of a run with this seed. */
export async function keepCheckpoint(
  path: string,
  seed: string,
  context: Context,
): Promise<CheckpointKeeper> {
  const { fileCheckpoints } = await import("../io/checkpointFile.ts");
  const file = await speakingOf(path, () => fileCheckpoints(resolve(context.cwd, path), { seed }));
  let ours = false;
  let kept = file.resume !== undefined;
  const save: Checkpoints["save"] = async (checkpoint) => {
    await speakingOf(path, () => file.save(checkpoint));
    [ours, kept] = [true, true];
  };
  const { resume } = file;
  return {
    path,
    checkpoints:
      resume === undefined
        ? { save }
        : {
            save,
            // A method that keeps nothing never asks.
            get resume() {
              ours = true;
              return resume;
            },
          },
    interruption: (error) =>
      kept && ours
        ? new InterruptedError(
            `the state was kept in ${path}; to continue: ${repeatCommand(context.words, seed)}`,
          )
        : error,
    finish: async () => {
      if (ours) await speakingOf(path, () => file.remove());
    },
  };
}

/** Refuses a place where no file can be made, before the time of a long fit is spent. */
export async function checkPlace(path: string, context: Context): Promise<void> {
  const { asFileError } = await import("../io/fileError.ts");
  await speakingOf(path, async () => {
    try {
      await access(dirname(resolve(context.cwd, path)), constants.W_OK);
    } catch (error) {
      throw asFileError(path, "write", error);
    }
  });
}
