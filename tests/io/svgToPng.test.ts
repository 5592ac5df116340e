import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { svgToPng } from "../../src/io/svgToPng.ts";

const drawing = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10" viewBox="0 0 40 10">${inside}</svg>`;

/** Width, height and pixels, 4 bytes each, of a PNG of 8 bits without interlacing: filters 0 to 4 (W3C 2003, section 9). */
function decode(png: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect([...bytes.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const content = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") data.push(content);
  }
  const raw = inflateSync(Buffer.concat(data));
  const row = 4 * width;
  const pixels = new Uint8Array(row * height);
  for (let i = 0; i < height; i++) {
    const filter = raw[i * (row + 1)]!;
    for (let j = 0; j < row; j++) {
      const left = j < 4 ? 0 : pixels[i * row + j - 4]!;
      const up = i === 0 ? 0 : pixels[(i - 1) * row + j]!;
      const corner = i === 0 || j < 4 ? 0 : pixels[(i - 1) * row + j - 4]!;
      const base = left + up - corner;
      const nearest = [left, up, corner].toSorted((a, b) => Math.abs(base - a) - Math.abs(base - b))[0]!;
      const predicted = [0, left, up, (left + up) >> 1, nearest][filter]!;
      pixels[i * row + j] = raw[i * (row + 1) + 1 + j]! + predicted;
    }
  }
  return { width, height, pixels };
}

test("draws on white, two pixels per unit", async () => {
  const { width, height, pixels } = decode(
    await svgToPng(drawing('<rect x="10" width="10" height="10" fill="#00727f"/>')),
  );
  expect([width, height]).toEqual([80, 20]);
  const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
  expect(at(5, 5)).toEqual([255, 255, 255, 255]);
  expect(at(30, 10)).toEqual([0, 0x72, 0x7f, 255]);
  expect(at(19, 10)).toEqual([255, 255, 255, 255]);
  expect(at(20, 10)).toEqual([0, 0x72, 0x7f, 255]);
});

test("takes another scale, and refuses what is none", async () => {
  expect(decode(await svgToPng(drawing(""), { scale: 1 }))).toMatchObject({ width: 40, height: 10 });
  await expect(svgToPng(drawing(""), { scale: 0 })).rejects.toThrow(ArgumentError);
  await expect(svgToPng(drawing(""), { zoom: 2 } as never)).rejects.toThrow(/zoom/);
});

test("an abort rejects with its reason", async () => {
  const reason = new Error("enough");
  await expect(svgToPng(drawing(""), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
