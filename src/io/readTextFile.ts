import { open } from "node:fs/promises";
import { DataError } from "../errors/errors.ts";
import { asFileError, FileError } from "./fileError.ts";
import { sha256 } from "./hash.ts";

/** The largest file that is read, in bytes: longer texts do not fit into one string. */
export const LARGEST_FILE = 500_000_000;

/** The text of a file, and the hash of its bytes. */
export interface HashedText {
  readonly text: string;
  /** "sha256:" and 64 hexadecimal digits: what `sha256sum` prints for the file. */
  readonly hash: string;
}

/**
 * The text of a UTF-8 file, without a byte-order mark. Pipes are read to their end.
 *
 * @throws FileError if the file cannot be read or is larger than 500 MB, DataError if it is not UTF-8 text.
 */
export async function readTextFile(path: string): Promise<string> {
  return (await readHashedFile(path)).text;
}

/** Like {@link readTextFile}, with the hash of the bytes for a record of what was read. */
export async function readHashedFile(path: string): Promise<HashedText> {
  const bytes = await readBytes(path);
  return { text: decode(path, bytes), hash: sha256(bytes) };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    try {
      const facts = await file.stat();
      if (facts.isDirectory()) throw Object.assign(new Error("folder"), { code: "EISDIR" });
      if (facts.isCharacterDevice() || facts.isBlockDevice()) {
        throw new FileError(
          path,
          "EINVAL",
          "cannot read: a file is needed, this is a device",
          "Check the path.",
        );
      }
      if (facts.size > LARGEST_FILE) {
        throw new FileError(
          path,
          "EFBIG",
          `cannot read: files of up to ${LARGEST_FILE} bytes are read, this one has ${facts.size}`,
          "Use fewer rows.",
        );
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asFileError(path, "read", error);
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const error = new DataError({
      where: path,
      problem: "the file must be text in UTF-8, it holds other bytes",
      fix: "It may be a spreadsheet, or text in another encoding: save it as CSV in UTF-8.",
    });
    error.cause = cause;
    throw error;
  }
}
