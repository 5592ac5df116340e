import { DataError } from "../errors/errors.ts";

/**
 * The text of UTF-8 bytes, without a byte-order mark. Throws a DataError, in the name of `where`, if they are anything else;
 * `format` is what they were to hold.
 */
export function decodeText(where: string, bytes: Uint8Array, format = "CSV"): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const error = new DataError({
      where,
      problem: "the file must be text in UTF-8, it holds other bytes",
      fix: `It may be a spreadsheet, or text in another encoding: save it as ${format} in UTF-8.`,
    });
    error.cause = cause;
    throw error;
  }
}
