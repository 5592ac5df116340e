/** Draws addressed by position, one at a time, with the bits of assembly/random, where the methods are explained. */
import { TAIL_START, zigguratTables } from "../zigguratTables.ts";
import { philoxTwin } from "./philoxTwin.ts";
import { SPECIAL64 } from "./specialTwin.ts";

type Key = readonly [number, number];

const UNIFORM = 0;
const NORMAL = 1;
const BERNOULLI = 2;

const words = new Uint32Array(4);

/** Puts the words of block `index` for a use into `words`. */
function drawBlock(key: Key, index: number, attempt: number, use: number): void {
  philoxTwin(key[0], key[1], index >>> 0, Math.floor(index / 4294967296), attempt, use, words);
}

/** The upper 53 of 64 bits, as a whole number. */
function upperBits(low: number, high: number): number {
  return high * 2097152 + (low >>> 11);
}

function unitReal(low: number, high: number): number {
  return upperBits(low, high) / 9007199254740992;
}

/** The uniform at a position: 53 random bits, or 24. */
export function uniformTwin(key: Key, position: number, wide: boolean): number {
  drawBlock(key, Math.floor(position / 2), 0, UNIFORM);
  const at = (position % 2) * 2;
  return wide ? unitReal(words[at]!, words[at + 1]!) : (words[at + 1]! >>> 8) / 16777216;
}

/** Whether the trial at a position succeeds: its word is below the threshold. */
export function bernoulliTwin(key: Key, position: number, threshold: number): boolean {
  drawBlock(key, Math.floor(position / 4), 0, BERNOULLI);
  return words[position % 4]! < threshold;
}

/** The standard normal at a position, by the ziggurat. */
export function normalTwin(key: Key, position: number): number {
  const { widths, thresholds, heights } = zigguratTables();
  drawBlock(key, Math.floor(position / 2), 0, NORMAL);
  const at = (position % 2) * 2;
  let low = words[at]!;
  let high = words[at + 1]!;
  for (let attempt = 1; ; attempt++) {
    const layer = low & 255;
    const place = upperBits(low, high);
    const x = place * widths[layer]!;
    if (place < thresholds[layer]!) return signed(x, low);
    drawBlock(key, position, attempt, NORMAL);
    const u = unitReal(words[2]!, words[3]!);
    if (layer === 0) {
      const beyond = -SPECIAL64.log(1 - unitReal(words[0]!, words[1]!)) / TAIL_START;
      if (-2 * SPECIAL64.log(1 - u) > beyond * beyond) return signed(TAIL_START + beyond, low);
      continue;
    }
    const bottom = heights[layer]!;
    if (bottom + u * (heights[layer + 1]! - bottom) < SPECIAL64.exp(-0.5 * x * x)) return signed(x, low);
    low = words[0]!;
    high = words[1]!;
  }
}

/** x with the sign that bit 8 asks for. */
function signed(x: number, low: number): number {
  return (low & 256) === 0 ? x : -x;
}
