/**
 * Philox4x32-10, a counter-based generator: four words of a counter and two of a key give four random words, by ten
 * rounds of multiplications and exclusive ors. Four counters run side by side, one in each lane. Source: Salmon,
 * Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011).
 */

/** What a block of words is used for: the last word of its counter, so that no two uses share a block. */
export const UNIFORM: u32 = 0;
export const NORMAL: u32 = 1;
export const BERNOULLI: u32 = 2;

const MULTIPLIER0: u32 = 0xd2511f53;
const MULTIPLIER1: u32 = 0xcd9e8d57;
const WEYL0: u32 = 0x9e3779b9;
const WEYL1: u32 = 0xbb67ae85;

// @ts-ignore: decorator
@inline
function lowWords(first: v128, second: v128): v128 {
  return v128.shuffle<u32>(first, second, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function highWords(first: v128, second: v128): v128 {
  return v128.shuffle<u32>(first, second, 1, 3, 5, 7);
}

/**
 * The words of four blocks at `target`, four words each, one block after the other. The counters are
 * (c0, c1, c2, c3), (c0 + 1, c1, c2, c3), ...; c0 is a multiple of four, or only the first block is wanted.
 */
export function philox(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, target: usize): void {
  let x0 = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(c1);
  let x2 = i32x4.splat(c2);
  let x3 = i32x4.splat(c3);
  const m0 = i32x4.splat(MULTIPLIER0);
  const m1 = i32x4.splat(MULTIPLIER1);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(x0, m0);
    const b = i64x2.extmul_high_i32x4_u(x0, m0);
    const c = i64x2.extmul_low_i32x4_u(x2, m1);
    const d = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(highWords(c, d), x1), i32x4.splat(key0));
    x2 = v128.xor(v128.xor(highWords(a, b), x3), i32x4.splat(key1));
    x1 = lowWords(c, d);
    x3 = lowWords(a, b);
    key0 += WEYL0;
    key1 += WEYL1;
  }
  const first01 = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const first23 = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const last01 = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const last23 = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<u64>(first01, first23, 0, 2));
  v128.store(target, v128.shuffle<u64>(first01, first23, 1, 3), 16);
  v128.store(target, v128.shuffle<u64>(last01, last23, 0, 2), 32);
  v128.store(target, v128.shuffle<u64>(last01, last23, 1, 3), 48);
}
