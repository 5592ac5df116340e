/** The smallest positive number, and the significant bits, of each precision. */
const FORMATS = { f64: { bits: 53, lowest: -1074 }, f32: { bits: 24, lowest: -149 } } as const;

/** A finite double as a whole number times a power of two. */
function parts(value: number): { whole: bigint; exponent: number } {
  let exponent = 0;
  while (!Number.isInteger(value)) {
    value *= 2;
    exponent--;
  }
  return { whole: BigInt(value), exponent };
}

/** A decimal number as a whole number times a power of ten. */
function decimal(text: string): { whole: bigint; exponent: number } {
  const [digits, exponent] = text.split("e");
  const [before, after = ""] = digits!.split(".");
  return { whole: BigInt(before! + after), exponent: Number(exponent ?? 0) - after.length };
}

/**
 * |value - exact| in units in the last place of `exact`, given as a decimal text of any length. Computed in whole
 * numbers, so that the measure itself has no error beyond its last rounding.
 */
export function errorInUlp(value: number, exact: string, format: "f64" | "f32"): number {
  const { bits, lowest } = FORMATS[format];
  const a = parts(value);
  const b = decimal(exact);
  const size = Math.abs(Number(exact));
  const ulp = size === 0 ? lowest : Math.max(lowest, Math.floor(Math.log2(size)) - (bits - 1));
  // value - exact = (a.whole 2^a.exponent - b.whole 10^b.exponent); everything times 10^tens 2^twos is whole.
  const tens = Math.max(0, -b.exponent);
  const twos = Math.max(0, -a.exponent, -ulp);
  const scaled = (whole: bigint, two: number, ten: number): bigint =>
    whole * 2n ** BigInt(two) * 10n ** BigInt(ten);
  const difference = scaled(a.whole, a.exponent + twos, tens) - scaled(b.whole, twos, b.exponent + tens);
  const unit = scaled(1n, ulp + twos, tens);
  const size64 = difference < 0n ? -difference : difference;
  return Number((size64 * 1_000_000n) / unit) / 1e6;
}
