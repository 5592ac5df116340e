const MINUS = "−";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The exponent of a power of ten in superscript digits: `10⁻³` for -3. */
export function powerOfTen(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** Decimal exponent of a non-zero finite number: 2 for 345, -1 for 0.5. */
export function decimalExponent(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

/** value times 10^exponent, by its decimal digits: no rounding beyond that of the result. */
export function scaleByPowerOfTen(value: number, exponent: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const [mantissa, own] = value.toExponential().split("e") as [string, string];
  return Number(`${mantissa}e${Number(own) + exponent}`);
}

/** A number with a fixed count of decimals, thousands set apart by commas and a true minus sign; never "-0". */
export function formatFixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(Math.min(Math.max(decimals, 0), 100));
  const [whole, fraction] = text.split(".") as [string, string | undefined];
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const sign = value < 0 && /[1-9]/.test(text) ? MINUS : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/**
 * A number for reading, rounded to `digits` significant digits: `0.1235`, `−12.5`, `12,300`, `3.2 × 10⁻⁷`.
 * A value that is not a number is an em dash, an infinite one ∞.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "—";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e") as [string, string];
  const exponent = Number(power);
  if (exponent < 6 && exponent >= -4) {
    return trimZeros(formatFixed(Number(value.toPrecision(digits)), Math.max(digits - 1 - exponent, 0)));
  }
  const factor = trimZeros(formatFixed(Number(mantissa), digits - 1));
  if (Math.abs(Number(mantissa)) === 1) return factor.replace("1", powerOfTen(exponent));
  return `${factor} × ${powerOfTen(exponent)}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * A value with its standard error, rounded to what the error supports: the error to two significant digits, the
 * value to the same decimal place. `formatWithError(0.86213, 0.0213)` is `0.862 ± 0.021`. Without a positive finite
 * error, or with one that is no more than the rounding of the value, the value alone is given, to four digits.
 */
export function formatWithError(value: number, error: number | undefined): string {
  if (error === undefined || !Number.isFinite(value) || !Number.isFinite(error) || error <= 0) {
    return formatNumber(value);
  }
  if (error < ROUNDING * Math.abs(value)) return formatNumber(value);
  const rounded = Number(error.toPrecision(2));
  const last = decimalExponent(rounded) - 1;
  const largest = Math.max(Math.abs(value), rounded);
  if (last < -8 || decimalExponent(largest) >= 7) return scientificWithError(value, rounded, largest, last);
  if (last <= 0) return `${formatFixed(value, -last)} ± ${formatFixed(rounded, -last)}`;
  const unit = Number(`1e${last}`);
  return `${formatFixed(Math.round(value / unit) * unit, 0)} ± ${formatFixed(rounded, 0)}`;
}

/** Errors below this share of the value are those of its computation. */
const ROUNDING = 1e-13;

function scientificWithError(value: number, error: number, largest: number, last: number): string {
  const exponent = decimalExponent(largest);
  const decimals = Math.max(exponent - last, 0);
  const scaled = (number: number): string => formatFixed(scaleByPowerOfTen(number, -exponent), decimals);
  if (exponent === 0) return `${scaled(value)} ± ${scaled(error)}`;
  return `(${scaled(value)} ± ${scaled(error)}) × ${powerOfTen(exponent)}`;
}

/** A number for a table that is copied into other programs: four significant digits, plain ASCII. */
export function formatPlain(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** A count with thousands set apart by commas. */
export function formatCount(count: number): string {
  return formatFixed(count, 0);
}

/** A share as a percentage: `90 %`, `99.5 %`. */
export function formatPercent(share: number): string {
  return `${formatNumber(share * 100, 4)} %`;
}
