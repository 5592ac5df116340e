import { endianness } from "node:os";

/** The numbers as little-endian bytes; a view of them where the machine is little-endian itself. */
export function toLittleEndian(data: Float64Array | Float32Array | Int32Array | Uint32Array): Buffer {
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (endianness() === "LE") return view;
  const copy = Buffer.from(view);
  return data instanceof Float64Array ? copy.swap64() : copy.swap32();
}

/** The 64-bit floats of little-endian bytes. */
export function float64sFrom(bytes: Uint8Array): Float64Array {
  const data = new Float64Array(bytes.length / Float64Array.BYTES_PER_ELEMENT);
  copyBytes(bytes, data.buffer)?.swap64();
  return data;
}

/** The 32-bit floats of little-endian bytes. */
export function float32sFrom(bytes: Uint8Array): Float32Array {
  const data = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  copyBytes(bytes, data.buffer)?.swap32();
  return data;
}

/** Copies the bytes (they may stand at any offset of a shared buffer); gives them back where they must be turned. */
function copyBytes(bytes: Uint8Array, into: ArrayBuffer): Buffer | undefined {
  const view = Buffer.from(into);
  view.set(bytes);
  return endianness() === "LE" ? undefined : view;
}
