import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asFileError } from "./fileError.ts";

/** A file whose content is on the device, but which has not taken its name yet. */
export interface StagedFile {
  /** Gives the file its name: a reader sees the old file or the whole new one. */
  finish(): Promise<void>;
  /** Removes what was written; the old file is untouched. After {@link finish} it does nothing. */
  discard(): Promise<void>;
}

/**
 * Writes the content of a file to a temporary file in the same folder and flushes it to the device. A link is followed and
 * the mode of an existing file is kept. What is no regular file (a terminal, a pipe, /dev/null) is written to directly,
 * when it is finished. A text is written in UTF-8.
 *
 * @throws FileError if the file cannot be written: no such folder, no permission, no space, ...
 */
export async function stageFile(path: string, content: string | Uint8Array): Promise<StagedFile> {
  try {
    const target = await realpath(path).catch(() => path);
    const existing = await stat(target).catch(absent);
    if (existing?.isDirectory()) throw Object.assign(new Error("folder"), { code: "EISDIR" });
    if (existing !== undefined && !existing.isFile()) return stageDirect(path, target, content);
    return await stageBeside(path, target, content, existing && existing.mode & 0o7777);
  } catch (error) {
    throw asFileError(path, "write", error);
  }
}

/** A name that cannot be is refused now, not when other files have taken theirs. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

function stageDirect(path: string, target: string, content: string | Uint8Array): StagedFile {
  return {
    finish: () => naming(path, () => writeAll(target, "w", 0o666, content)),
    discard: async () => undefined,
  };
}

async function stageBeside(
  path: string,
  target: string,
  content: string | Uint8Array,
  mode: number | undefined,
): Promise<StagedFile> {
  // A short name of its own: that of the target may already be as long as names can be.
  const temporary = join(dirname(target), `.credence-${randomBytes(8).toString("hex")}.tmp`);
  const discard = (): Promise<void> => rm(temporary, { force: true }).catch(() => undefined);
  try {
    await writeAll(temporary, "wx", mode ?? 0o666, content, mode);
  } catch (error) {
    await discard();
    throw error;
  }
  const finish = async (): Promise<void> => {
    await naming(path, () => rename(temporary, target));
    await flushFolder(dirname(target));
  };
  return { finish, discard };
}

async function naming(path: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw asFileError(path, "write", error);
  }
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
