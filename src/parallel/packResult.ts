/** A result made ready to be handed over: the buffers in `transfer` go, everything else is copied. */
export interface PackedResult {
  readonly result: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

type TypedArray = Float64Array;

/**
 * Makes a result of plain data ready for another thread. A typed array that has its memory for itself is handed over
 * without a copy; one that is a window on a larger memory, or on memory that is `kept` here, is copied first, so that
 * neither the memory of a kernel nor a data set ever leaves with it.
 */
export function packResult(result: unknown, kept: ReadonlySet<ArrayBufferLike>): PackedResult {
  const transfer = new Set<ArrayBuffer>();
  const packed = new Map<object, unknown>();

  const packArray = (array: TypedArray): TypedArray => {
    const { buffer } = array;
    const own = buffer instanceof ArrayBuffer && buffer.byteLength === array.byteLength;
    const sent = own && !kept.has(buffer) && !transfer.has(buffer) ? array : array.slice();
    transfer.add(sent.buffer as ArrayBuffer);
    return sent;
  };

  const pack = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (packed.has(value)) return packed.get(value);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      const array = packArray(value as TypedArray);
      packed.set(value, array);
      return array;
    }
    const copy = emptyLike(value);
    if (copy === undefined) return value;
    packed.set(value, copy);
    for (const [key, entry] of Object.entries(value)) copy[key] = pack(entry);
    return copy;
  };

  return { result: pack(result), transfer: [...transfer] };
}

/** An empty array or plain object like the given one; undefined for anything else. */
function emptyLike(value: object): Record<string, unknown> | undefined {
  if (Array.isArray(value)) return new Array(value.length) as unknown as Record<string, unknown>;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? {} : undefined;
}

/** The memory of all typed arrays in plain data. */
export function buffersOf(
  value: unknown,
  found: Set<ArrayBufferLike> = new Set(),
): ReadonlySet<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (typeof value === "object" && value !== null) {
    for (const entry of Object.values(value)) buffersOf(entry, found);
  }
  return found;
}
