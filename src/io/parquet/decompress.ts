import * as zlib from "node:zlib";
import type { CompressionCodec } from "hyparquet";
import { readSnappy } from "./readSnappy.ts";

/** Zstandard came with Node 22.15. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: typeof zlib.gunzipSync };

/** Whether pages of this codec can be read by this version of Node. */
export function canDecompress(codec: CompressionCodec): boolean {
  if (codec === "ZSTD") return zstdDecompressSync !== undefined;
  return codec === "UNCOMPRESSED" || codec === "SNAPPY" || codec === "GZIP" || codec === "BROTLI";
}

/**
 * The bytes of a page, which must be `length` of them; no more are ever made.
 *
 * @throws Error if the page is damaged.
 */
export function decompress(codec: CompressionCodec, page: Uint8Array, length: number): Uint8Array {
  const limit = { maxOutputLength: Math.max(1, length) };
  const bytes =
    codec === "UNCOMPRESSED"
      ? page
      : codec === "SNAPPY"
        ? readSnappy(page, length)
        : codec === "GZIP"
          ? zlib.gunzipSync(page, limit)
          : codec === "BROTLI"
            ? zlib.brotliDecompressSync(page, limit)
            : zstdDecompressSync!(page, limit);
  if (bytes.length !== length) throw new Error(`a page must have ${length} bytes, it has ${bytes.length}`);
  return bytes;
}
