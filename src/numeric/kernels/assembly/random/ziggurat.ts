import { exp } from "../special/exp";
import { log } from "../special/log";
import { NORMAL, philox } from "./philox";

/**
 * Standard normals by the ziggurat of 256 layers (Marsaglia and Tsang, 2000; tables of the caller, made in
 * zigguratTables.ts). A normal takes 64 bits: 8 for the layer, 1 for the sign, 53 for the place in the layer. Those
 * that fall outside the layer's rectangle (1.2 %) go on with blocks of their own position, so that every normal
 * depends on the key and its position alone.
 */

// The tables, one after the other: 256 widths times 2^-53, 256 thresholds, 257 heights, and where the tail begins.
const THRESHOLDS: usize = 256 * 8;
const HEIGHTS: usize = 512 * 8;
const TAIL: usize = (512 + 257) * 8;

const WORDS: usize = memory.data(64, 16);

/** A real number in [0, 1) with 53 random bits. */
// @ts-ignore: decorator
@inline
export function unitReal(bits: u64): f64 {
  return f64(bits >> 11) * 1.1102230246251565e-16;
}

/** x with the sign that the bits ask for. */
// @ts-ignore: decorator
@inline
function signed(x: f64, bits: u64): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) | ((bits << 55) & 0x8000000000000000));
}

/** The normal at `position` from its 64 bits. */
// @ts-ignore: decorator
@inline
export function normalFromBits(bits: u64, key0: u32, key1: u32, position: u64, tables: usize): f64 {
  const layer = <usize>(bits & 255) * 8;
  const place = f64(bits >> 11);
  const x = place * load<f64>(tables + layer);
  if (place < load<f64>(tables + THRESHOLDS + layer)) return signed(x, bits);
  return outsideRectangle(bits, key0, key1, position, tables);
}

/** The rare cases: the tail beyond the lowest layer, and the wedges between a rectangle and the curve. */
function outsideRectangle(bits: u64, key0: u32, key1: u32, position: u64, tables: usize): f64 {
  let attempt: u32 = 0;
  while (true) {
    attempt++;
    philox(key0, key1, <u32>position, <u32>(position >> 32), attempt, NORMAL, WORDS);
    const next = load<u64>(WORDS);
    const u = unitReal(load<u64>(WORDS, 8));
    const layer = <usize>(bits & 255) * 8;
    if (layer == 0) {
      const tail = load<f64>(tables + TAIL);
      const beyond = -logOf(1 - unitReal(next)) / tail;
      if (-2 * logOf(1 - u) > beyond * beyond) return signed(tail + beyond, bits);
      continue;
    }
    const x = f64(bits >> 11) * load<f64>(tables + layer);
    const low = load<f64>(tables + HEIGHTS + layer);
    const high = load<f64>(tables + HEIGHTS + layer, 8);
    if (low + u * (high - low) < expOf(-0.5 * x * x)) return signed(x, bits);
    bits = next;
    const place = f64(bits >> 11);
    const nextLayer = <usize>(bits & 255) * 8;
    if (place < load<f64>(tables + THRESHOLDS + nextLayer)) {
      return signed(place * load<f64>(tables + nextLayer), bits);
    }
  }
}

function expOf(x: f64): f64 {
  return f64x2.extract_lane(exp<f64>(f64x2.splat(x)), 0);
}

function logOf(x: f64): f64 {
  return f64x2.extract_lane(log<f64>(f64x2.splat(x)), 0);
}
