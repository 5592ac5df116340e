/**
 * Arrays of random numbers that are addressed by position: number i of an array is the draw at `position` + i of the
 * stream of the key, whatever was drawn before. Draws come in groups, those of four blocks of Philox; a group that
 * the array covers only partly is made aside and cut.
 */
import { BERNOULLI, NORMAL, philox, UNIFORM } from "./philox";
import { normalFromBits, unitReal } from "./ziggurat";

const WORDS: usize = memory.data(64, 16);
const ASIDE: usize = memory.data(128, 16);

// @ts-ignore: decorator
@inline
function groupWords(key0: u32, key1: u32, group: u64, use: u32): void {
  const block = group << 2;
  philox(key0, key1, <u32>block, <u32>(block >> 32), 0, use, WORDS);
}

/** The eight uniforms of a group, on [0, 1): 53 random bits in f64, 24 in f32. */
function uniformGroup<T>(key0: u32, key1: u32, group: u64, target: usize): void {
  groupWords(key0, key1, group, UNIFORM);
  for (let i: usize = 0; i < 8; i++) {
    if (sizeof<T>() == 8) store<f64>(target + i * 8, unitReal(load<u64>(WORDS + i * 8)));
    else store<f32>(target + i * 4, f32(load<u32>(WORDS + i * 8, 4) >> 8) * <f32>5.9604644775390625e-8);
  }
}

/** The eight normals of a group; in f32 those of f64, rounded. */
function normalGroup<T>(key0: u32, key1: u32, group: u64, tables: usize, target: usize): void {
  groupWords(key0, key1, group, NORMAL);
  for (let i: usize = 0; i < 8; i++) {
    const x = normalFromBits(load<u64>(WORDS + i * 8), key0, key1, (group << 3) + <u64>i, tables);
    store<T>(target + i * sizeof<T>(), <T>x);
  }
}

/** The sixteen trials of a group: `value` where the word is below the threshold, else zero. */
function bernoulliGroup<T>(key0: u32, key1: u32, group: u64, threshold: u64, value: T, target: usize): void {
  groupWords(key0, key1, group, BERNOULLI);
  for (let i: usize = 0; i < 16; i++) {
    store<T>(target + i * sizeof<T>(), <u64>load<u32>(WORDS + i * 4) < threshold ? value : <T>0);
  }
}

// @ts-ignore: decorator
@inline
function fillUniform<T>(key0: u32, key1: u32, position: u64, n: usize, out: usize): void {
  const last = position + <u64>n;
  while (position < last) {
    const skip = <usize>(position & 7);
    const count = min<usize>(8 - skip, <usize>(last - position));
    if (count == 8) {
      uniformGroup<T>(key0, key1, position >> 3, out);
    } else {
      uniformGroup<T>(key0, key1, position >> 3, ASIDE);
      memory.copy(out, ASIDE + skip * sizeof<T>(), count * sizeof<T>());
    }
    out += count * sizeof<T>();
    position += <u64>count;
  }
}

// @ts-ignore: decorator
@inline
function fillNormal<T>(key0: u32, key1: u32, position: u64, n: usize, tables: usize, out: usize): void {
  const last = position + <u64>n;
  while (position < last) {
    const skip = <usize>(position & 7);
    const count = min<usize>(8 - skip, <usize>(last - position));
    if (count == 8) {
      normalGroup<T>(key0, key1, position >> 3, tables, out);
    } else {
      normalGroup<T>(key0, key1, position >> 3, tables, ASIDE);
      memory.copy(out, ASIDE + skip * sizeof<T>(), count * sizeof<T>());
    }
    out += count * sizeof<T>();
    position += <u64>count;
  }
}

// @ts-ignore: decorator
@inline
function fillBernoulli<T>(key0: u32, key1: u32, position: u64, n: usize, threshold: u64, value: T, out: usize): void {
  const last = position + <u64>n;
  while (position < last) {
    const skip = <usize>(position & 15);
    const count = min<usize>(16 - skip, <usize>(last - position));
    if (count == 16) {
      bernoulliGroup<T>(key0, key1, position >> 4, threshold, value, out);
    } else {
      bernoulliGroup<T>(key0, key1, position >> 4, threshold, value, ASIDE);
      memory.copy(out, ASIDE + skip * sizeof<T>(), count * sizeof<T>());
    }
    out += count * sizeof<T>();
    position += <u64>count;
  }
}

// Positions and thresholds come from TypeScript as f64, which holds whole numbers up to 2^53 exactly.

export function uniformF64(key0: u32, key1: u32, position: f64, n: usize, out: usize): void {
  fillUniform<f64>(key0, key1, <u64>position, n, out);
}
export function uniformF32(key0: u32, key1: u32, position: f64, n: usize, out: usize): void {
  fillUniform<f32>(key0, key1, <u64>position, n, out);
}
export function normalF64(key0: u32, key1: u32, position: f64, n: usize, tables: usize, out: usize): void {
  fillNormal<f64>(key0, key1, <u64>position, n, tables, out);
}
export function normalF32(key0: u32, key1: u32, position: f64, n: usize, tables: usize, out: usize): void {
  fillNormal<f32>(key0, key1, <u64>position, n, tables, out);
}
export function bernoulliF64(key0: u32, key1: u32, position: f64, n: usize, threshold: f64, value: f64, out: usize): void {
  fillBernoulli<f64>(key0, key1, <u64>position, n, <u64>threshold, value, out);
}
export function bernoulliF32(key0: u32, key1: u32, position: f64, n: usize, threshold: f64, value: f64, out: usize): void {
  fillBernoulli<f32>(key0, key1, <u64>position, n, <u64>threshold, <f32>value, out);
}
export function bernoulliU8(key0: u32, key1: u32, position: f64, n: usize, threshold: f64, value: f64, out: usize): void {
  fillBernoulli<u8>(key0, key1, <u64>position, n, <u64>threshold, <u8>value, out);
}
