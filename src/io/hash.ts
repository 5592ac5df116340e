import { createHash } from "node:crypto";

/** The SHA-256 hash of bytes, or of the UTF-8 bytes of a text, as "sha256:" and 64 hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}
