import { open } from "node:fs/promises";
import { asFileError, FileError } from "./fileError.ts";

/** The largest file that is read, in bytes: longer texts do not fit into one string. */
export const LARGEST_FILE = 500_000_000;

/**
 * The bytes of a file. Pipes are read to their end.
 *
 * @throws FileError if the file cannot be read, is a device or is larger than 500 MB.
 */
export async function readBytesFile(path: string): Promise<Uint8Array> {
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
