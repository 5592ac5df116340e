import { replaceFile, type WriteOptions } from "./replaceFile.ts";

/**
 * Writes a text file in UTF-8, in one step: a reader sees the old file or the whole new one (see {@link replaceFile}).
 *
 * @throws FileError if the file cannot be written: no such folder, no permission, no space, ...
 */
export async function writeTextFile(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  await replaceFile(path, text, options);
}
