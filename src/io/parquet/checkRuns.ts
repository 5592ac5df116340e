/** Where a check has come to in some bytes. */
interface Place {
  readonly bytes: Uint8Array;
  at: number;
}

/** Wider positions in a dictionary would be those of a dictionary of more than 16 million values. */
const WIDEST = 24;

/** A number in groups of seven bits, the lowest first. */
function varint(place: Place): number {
  let value = 0;
  for (let k = 0, unit = 1; k < 5; k++, unit *= 128) {
    const byte = place.bytes[place.at++];
    if (byte === undefined) break;
    value += (byte & 127) * unit;
    if (byte < 128) return value;
  }
  throw new Error("a number in a page is damaged");
}

/**
 * Walks over the runs of a hybrid of run lengths and packed bits without making their values: those from `start` to `end` must be
 * `count` values of `width` bits. What decodes them believes what a run says of its own length, up to two billion values.
 *
 * Source: "Run Length Encoding / Bit-Packing Hybrid" in Encodings.md of the Parquet format.
 *
 * @throws Error if they are not.
 */
export function checkRuns(bytes: Uint8Array, start: number, end: number, width: number, count: number): void {
  if (width > WIDEST) throw new Error(`values of ${width} bits are not read`);
  if (start > end || end > bytes.length) throw new Error("the runs of a page are longer than the page");
  const place: Place = { bytes, at: start };
  let seen = 0;
  while (seen < count) {
    const header = varint(place);
    const half = Math.floor(header / 2);
    const packed = header % 2 === 1;
    const values = packed ? 8 * half : half;
    place.at += packed ? width * half : Math.ceil(width / 8);
    // Packed bits come in eights, the last of which may be padded.
    if (place.at > end || values === 0 || values >= count - seen + (packed ? 8 : 1)) {
      throw new Error("the runs of a page do not have its length");
    }
    seen += values;
  }
}

/**
 * Checks the header of packed differences at `start`: blocks that are as the format wants them, so that their decoder moves on.
 *
 * Source: "Delta Encoding" in Encodings.md of the Parquet format.
 *
 * @throws Error if they are not.
 */
export function checkDeltas(bytes: Uint8Array, start: number): void {
  const place: Place = { bytes, at: start };
  const block = varint(place);
  const parts = varint(place);
  const sound =
    block > 0 && block <= 65_536 && parts > 0 && block % parts === 0 && (block / parts) % 32 === 0;
  if (!sound) throw new Error("the blocks of differences in a page are damaged");
}
