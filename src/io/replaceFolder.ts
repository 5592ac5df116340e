import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { asFileError, FileError } from "./fileError.ts";
import type { WriteOptions } from "./replaceFile.ts";

/** Options of {@link replaceFolder}. */
export interface ReplaceFolderOptions extends WriteOptions {
  /** Whether a folder that is already there, and holds the file `mark`, may be replaced. */
  readonly overwrite: boolean;
  /** A file that every folder of this kind holds: no other folder is ever replaced. */
  readonly mark: string;
}

/**
 * Writes a folder of files, by their paths in it, in one step: into a temporary folder beside it, which then takes the name. On any
 * error nothing is left, and what was there before still is. Where a folder is replaced, the old one is moved away first and removed
 * when the new one has its name.
 *
 * @throws FileError if something is there that is not to be replaced, or the folder cannot be written.
 */
export async function replaceFolder(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
  { overwrite, mark, signal }: ReplaceFolderOptions,
): Promise<void> {
  signal?.throwIfAborted();
  try {
    const target = await realpath(path).catch(() => resolve(path));
    const exists = (await lstat(target).catch(absent)) !== undefined;
    if (exists) await checkReplaceable(path, target, overwrite, mark);
    const temporary = temporaryName(target);
    try {
      await writeFiles(temporary, files, signal);
      signal?.throwIfAborted();
      if (exists) await exchange(temporary, target);
      else await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw asFileError(path, "write", error);
  }
}

const temporaryName = (target: string): string =>
  join(dirname(target), `.credence-${randomBytes(8).toString("hex")}.tmp`);

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

async function checkReplaceable(
  path: string,
  target: string,
  overwrite: boolean,
  mark: string,
): Promise<void> {
  const isOurs = (await stat(join(target, mark)).catch(() => undefined))?.isFile() === true;
  if (overwrite && isOurs) return;
  const problem = isOurs ? "it is already there" : `something else is there: it holds no ${mark}`;
  const fix = isOurs ? "Pass overwrite: true, or choose another name." : "Choose another name.";
  throw new FileError(path, "EEXIST", `cannot write: ${problem}`, fix);
}

/** Files that are written, and flushed to the device, at a time. */
const AT_A_TIME = 64;

async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(folder);
  for (const sub of new Set(Array.from(files.keys(), dirname)))
    await mkdir(join(folder, sub), { recursive: true });
  const all = [...files];
  for (let k = 0; k < all.length; k += AT_A_TIME) {
    signal?.throwIfAborted();
    const written = all
      .slice(k, k + AT_A_TIME)
      .map(([path, content]) => writeFlushed(join(folder, path), content));
    // All of them have to end before the folder may be removed.
    const failed = (await Promise.allSettled(written)).find(({ status }) => status === "rejected");
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }
}

async function writeFlushed(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts the new folder in the place of the old one; where that fails the old one comes back. */
async function exchange(temporary: string, target: string): Promise<void> {
  const old = temporaryName(target);
  await rename(target, old);
  try {
    await rename(temporary, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
