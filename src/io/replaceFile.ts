import { type StagedFile, stageFile } from "./stageFile.ts";

/** Options of {@link replaceFile}. */
export interface WriteOptions {
  /** Stops before the file takes its name; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a file in one step: the content goes to a temporary file in the same folder, is flushed to the device, and
 * then takes the name. A reader sees the old file or the whole new one; on any error the old file is untouched and
 * the temporary one is removed. A link is followed and the mode of an existing file is kept. What is no regular file
 * (a terminal, a pipe, /dev/null) is written to directly. A text is written in UTF-8.
 *
 * @throws FileError if the file cannot be written: no such folder, no permission, no space, ...
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  await replaceFiles([[path, content]], options);
}

/**
 * Writes several files that belong together, each as {@link replaceFile} does: they take their names, in the given order,
 * only when the contents of all of them are on the device. Where one cannot be written, none is.
 *
 * @throws FileError about the file that cannot be written.
 */
export async function replaceFiles(
  files: readonly (readonly [path: string, content: string | Uint8Array])[],
  { signal }: WriteOptions = {},
): Promise<void> {
  const staged: StagedFile[] = [];
  try {
    for (const [path, content] of files) {
      signal?.throwIfAborted();
      staged.push(await stageFile(path, content));
    }
    signal?.throwIfAborted();
    for (const file of staged) await file.finish();
  } catch (error) {
    for (const file of staged) await file.discard();
    throw error;
  }
}
