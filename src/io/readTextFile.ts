import { decodeText } from "./decodeText.ts";
import { sha256 } from "./hash.ts";
import { readBytesFile } from "./readBytesFile.ts";

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
  const bytes = await readBytesFile(path);
  return { text: decodeText(path, bytes), hash: sha256(bytes) };
}
