import { rm } from "node:fs/promises";
import * as v from "valibot";
import { FormatError } from "../errors/errors.ts";
import type { Checkpoint, Checkpoints } from "../inference/checkpoint.ts";
import { asFileError, FileError } from "./fileError.ts";
import { readBytesFile } from "./readBytesFile.ts";
import { readManifest } from "./readManifest.ts";
import { replaceFile } from "./replaceFile.ts";
import { formatSafetensors, readTensors } from "./safetensors.ts";
import { readSafetensorsHeader } from "./safetensorsHeader.ts";
import { checkTensorHash, tensorHash } from "./tensorText.ts";

/** An interrupted run, and the seed that it began with where that is known. */
export interface SavedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly seed?: string;
}

/** Checkpoints that are kept in a file. */
export interface FileCheckpoints extends Checkpoints {
  /** Removes the file: what it was kept for is done. */
  remove(): Promise<void>;
}

const FORMAT = "credence-checkpoint";
const REMEDY = "remove it to start anew";

const schema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(1),
  seed: v.exactOptional(v.string()),
  run: v.string(),
  step: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  values: v.record(v.string(), v.union([v.string(), v.pipe(v.number(), v.finite())])),
  tensorHash: v.string(),
});

/** The bytes of a checkpoint file: safetensors, with the manifest as JSON in the metadata and a hash of the arrays. */
export function formatCheckpoint({ checkpoint, seed }: SavedCheckpoint): Uint8Array {
  const { run, step, values, tensors } = checkpoint;
  const manifest = JSON.stringify({
    format: FORMAT,
    version: 1,
    ...(seed === undefined ? {} : { seed }),
    run,
    step,
    values,
    tensorHash: tensorHash(tensors),
  });
  return formatSafetensors({ tensors, metadata: { format: FORMAT, manifest } });
}

/**
 * The checkpoint of bytes made by {@link formatCheckpoint}. They may come from anyone: sizes are checked before anything is
 * allocated, and arrays against their hash.
 *
 * @throws FormatError, in the name of `where`, if the bytes are anything else.
 */
export function parseCheckpoint(where: string, bytes: Uint8Array): SavedCheckpoint {
  const header = readSafetensorsHeader(where, bytes);
  const manifest = readManifest(where, header.metadata, FORMAT, "a checkpoint");
  const result = v.safeParse(schema, manifest, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    throw new FormatError({
      where,
      problem: `${v.getDotPath(issue) ?? "the checkpoint"} must be ${issue.expected ?? "as documented"}, got ${issue.received}`,
      fix: `The file may be damaged: ${REMEDY}.`,
    });
  }
  const { tensorHash: hash, seed, ...rest } = result.output;
  const tensors = readTensors(bytes, header);
  checkTensorHash(where, tensors, hash, REMEDY);
  return { checkpoint: { ...rest, tensors }, ...(seed === undefined ? {} : { seed }) };
}

/**
 * What a checkpoint file holds; undefined where there is no such file.
 *
 * @throws FileError if the file cannot be read, FormatError if it is no checkpoint or is damaged.
 */
export async function loadCheckpointFile(path: string): Promise<SavedCheckpoint | undefined> {
  try {
    return parseCheckpoint(path, await readBytesFile(path));
  } catch (error) {
    if (error instanceof FileError && error.errno === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Checkpoints kept in a file: a run continues from what the file holds, if there is one, and replaces it in one step
 * whenever it keeps its state. A `seed` is written along, for whoever starts the run again.
 *
 * @throws FileError if the file cannot be read, FormatError if it is no checkpoint or is damaged.
 * @example
 * ```ts
 * import { fileCheckpoints } from "credence/node";
 * const checkpoints = await fileCheckpoints("run.checkpoint");
 * // await method.fit(model, data, { rng, signal, checkpoints });
 * await checkpoints.remove();
 * ```
 */
export async function fileCheckpoints(
  path: string,
  { seed }: { readonly seed?: string } = {},
): Promise<FileCheckpoints> {
  const found = await loadCheckpointFile(path);
  return {
    ...(found === undefined ? {} : { resume: found.checkpoint }),
    save: (checkpoint) =>
      replaceFile(path, formatCheckpoint({ checkpoint, ...(seed === undefined ? {} : { seed }) })),
    remove: async () => {
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw asFileError(path, "write", error);
      }
    },
  };
}
