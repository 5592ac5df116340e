/**
 * The bytes that a block of Snappy holds, which must be `length` of them. Every length and distance is checked before it is
 * used, so that no block makes the loop stand still, run backwards or write beyond the end.
 *
 * Source: format description of Snappy, revision of 2011.
 *
 * @throws Error if the block is damaged.
 */
export function readSnappy(block: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  const byte = (): number => {
    if (at >= block.length) throw new Error("the Snappy block ends too early");
    return block[at++]!;
  };
  const littleEndian = (bytes: number): number => {
    let value = 0;
    for (let k = 0, unit = 1; k < bytes; k++, unit *= 256) value += byte() * unit;
    return value;
  };
  // The block begins with its own length, in groups of seven bits: the page says it as well.
  while (byte() >= 128);
  let end = 0;
  while (at < block.length) {
    const tag = byte();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const count = 1 + (short < 60 ? short : littleEndian(short - 59));
      if (at + count > block.length || end + count > length) throw new Error("a Snappy literal is too long");
      out.set(block.subarray(at, at + count), end);
      at += count;
      end += count;
      continue;
    }
    const count = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const distance = kind === 1 ? (tag >> 5) * 256 + byte() : littleEndian(kind === 2 ? 2 : 4);
    if (distance < 1 || distance > end || end + count > length)
      throw new Error("a Snappy copy is out of range");
    // Byte by byte: a copy may overlap what it writes.
    for (let k = 0; k < count; k++, end++) out[end] = out[end - distance]!;
  }
  if (end !== length) throw new Error("the Snappy block has another length than its page says");
  return out;
}
