/**
 * One arithmetic, f64 or f32, for twins that must agree with WebAssembly to the last bit. An f32 operation is the f64
 * operation rounded once more, which gives the correctly rounded f32 result for +, -, * and /.
 */
export interface Precision {
  readonly bits: 64 | 32;
  readonly round: (x: number) => number;
  /** Adding and subtracting it rounds to a whole number. */
  readonly magic: number;
  /** 2^k, for whole k in the range of normal numbers. */
  readonly powerOfTwo: (k: number) => number;
  /** k and f with x = 2^k (1 + f) and 1 + f in [0.7071, 1.4142), for a positive normal x. */
  readonly split: (x: number) => { readonly k: number; readonly f: number };
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
// Which of the two words of a double holds its sign and exponent.
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const single = new Float32Array(1);
const word = new Uint32Array(single.buffer);

/** Numbers of 64 bits. */
export const F64: Precision = {
  bits: 64,
  round: (x) => x,
  magic: 6755399441055744,
  powerOfTwo: (k) => {
    words[1 - HIGH] = 0;
    words[HIGH] = (k + 1023) << 20;
    return double[0]!;
  },
  split: (x) => {
    double[0] = x;
    const exponent = (words[HIGH]! + (0x3ff00000 - 0x3fe6a09e)) >>> 20;
    words[HIGH]! -= (exponent << 20) - 0x3ff00000;
    return { k: exponent - 1023, f: double[0] - 1 };
  },
};

/** Numbers of 32 bits. */
export const F32: Precision = {
  bits: 32,
  round: Math.fround,
  magic: 12582912,
  powerOfTwo: (k) => {
    word[0] = (k + 127) << 23;
    return single[0]!;
  },
  split: (x) => {
    single[0] = x;
    const exponent = (word[0]! + (0x3f800000 - 0x3f3504f3)) >>> 23;
    word[0]! -= (exponent << 23) - 0x3f800000;
    return { k: exponent - 127, f: Math.fround(single[0] - 1) };
  },
};
