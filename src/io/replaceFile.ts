import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asFileError } from "./fileError.ts";

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
  options.signal?.throwIfAborted();
  try {
    const target = await realpath(path).catch(() => path);
    const existing = await stat(target).catch(() => undefined);
    if (existing?.isDirectory()) throw Object.assign(new Error("folder"), { code: "EISDIR" });
    if (existing !== undefined && !existing.isFile()) await writeAll(target, "w", 0o666, content);
    else await writeAndRename(target, content, existing && existing.mode & 0o7777, options.signal);
  } catch (error) {
    throw asFileError(path, "write", error);
  }
}

async function writeAndRename(
  target: string,
  content: string | Uint8Array,
  mode: number | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  // A short name of its own: that of the target may already be as long as names can be.
  const temporary = join(dirname(target), `.credence-${randomBytes(8).toString("hex")}.tmp`);
  try {
    await writeAll(temporary, "wx", mode ?? 0o666, content, mode);
    signal?.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(target));
}

/** Opens, writes and closes; a file that is to replace another one is flushed first and given its mode. */
async function writeAll(
  path: string,
  flags: "w" | "wx",
  create: number,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const file = await open(path, flags, create);
  try {
    await file.writeFile(content, "utf8");
    if (flags === "wx") await file.sync();
    if (mode !== undefined) await file.chmod(mode);
  } finally {
    await file.close();
  }
}

/** Makes the new name survive a crash of the machine, where the system can do so for folders. */
async function flushFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // The file is in place: a folder that cannot be flushed takes nothing away from that.
  } finally {
    await handle?.close();
  }
}
