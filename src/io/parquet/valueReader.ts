import type { SchemaElement } from "hyparquet";

/** Makes a cell of a value as it is stored. */
export type ReadValue = (value: unknown) => unknown;

const MS_PER_DAY = 86_400_000;
/** The Julian day of 1 January 1970. */
const JULIAN_EPOCH = 2_440_588;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * How values of a column become cells, or undefined where the type is not read. Numbers of every width become numbers, exactly;
 * integers beyond 2^53 stay big integers, and dates and times of a day of the calendar become `Date`s, both of which a data set
 * refuses to take for numbers. Decimals become the numbers nearest to them, texts must be UTF-8, and NaN is a missing value.
 */
export function valueReader(element: SchemaElement): ReadValue | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimal(element);
  switch (type) {
    case "BOOLEAN":
      return (value) => value === true;
    case "FLOAT":
    case "DOUBLE":
      return (value) => (Number.isNaN(value) ? null : number(value));
    case "INT32":
      return int32(element);
    case "INT64":
      return int64(element);
    case "INT96":
      return (value) => new Date(legacyTime(value as bigint));
    case "BYTE_ARRAY":
      // Old writers left texts without a mark; other bytes are no UTF-8 but by chance.
      return isText(converted ?? logical?.type ?? "UTF8") ? (value) => text(value as Uint8Array) : undefined;
    case "FIXED_LEN_BYTE_ARRAY":
      return logical?.type === "FLOAT16" ? (value) => half(value as Uint8Array) : undefined;
    default:
      return undefined;
  }
}

const isText = (mark: string): boolean => mark === "UTF8" || mark === "STRING" || mark === "ENUM";

function text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Error("a value is no text in UTF-8");
  }
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw new Error("a value has another type than its column");
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted?.startsWith("UINT_") === true || (logical?.type === "INTEGER" && !logical.isSigned);
}

function int32(element: SchemaElement): ReadValue | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === "DATE" || logical?.type === "DATE") {
    return (value) => new Date(number(value) * MS_PER_DAY);
  }
  if (converted === "TIME_MILLIS" || logical?.type === "TIME") return undefined;
  return isUnsigned(element) ? (value) => number(value) >>> 0 : number;
}

function int64(element: SchemaElement): ReadValue | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === "TIME_MICROS" || logical?.type === "TIME") return undefined;
  const time = (perMs: bigint): ReadValue => {
    return (value) => new Date(Number(floorDivide(value as bigint, perMs)));
  };
  if (logical?.type === "TIMESTAMP")
    return time({ MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n }[logical.unit]);
  if (converted === "TIMESTAMP_MILLIS") return time(1n);
  if (converted === "TIMESTAMP_MICROS") return time(1000n);
  const unsigned = isUnsigned(element);
  return (value) => {
    const exact = unsigned ? BigInt.asUintN(64, value as bigint) : (value as bigint);
    const rounded = Number(exact);
    return Number.isSafeInteger(rounded) ? rounded : exact;
  };
}

function floorDivide(value: bigint, by: bigint): bigint {
  return (value - (((value % by) + by) % by)) / by;
}

/** Milliseconds since 1970 of a time of 96 bits: nanoseconds of the day below, the Julian day above. */
function legacyTime(value: bigint): number {
  const nanoseconds = BigInt.asUintN(64, value);
  return (Number(value >> 64n) - JULIAN_EPOCH) * MS_PER_DAY + Number(nanoseconds / 1_000_000n);
}

/** The number nearest to an integer over a power of ten, as if the decimal had been read from text. */
function decimal({ scale = 0, logical_type: logical }: SchemaElement): ReadValue {
  const digits = logical?.type === "DECIMAL" ? logical.scale : scale;
  return (value) => Number(`${value instanceof Uint8Array ? bigEndian(value) : value}e-${digits}`);
}

/** The signed integer of bytes, the highest first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** The number of 16 bits (IEEE 754 binary16): a sign, 5 bits of exponent, 10 of the fraction. */
function half(bytes: Uint8Array): number | null {
  const bits = bytes[0]! + 256 * bytes[1]!;
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : null;
  // Powers of two, exactly: 2^(exponent - 25), and 2^-24 for the smallest numbers.
  const unit = exponent === 0 ? 1 / 16_777_216 : (1 << exponent) / 33_554_432;
  return sign * (exponent === 0 ? fraction : 1024 + fraction) * unit;
}
