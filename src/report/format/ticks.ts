import { decimalExponent, formatFixed, formatNumber, powerOfTen, scaleByPowerOfTen } from "./formatNumber.ts";

/** Positions on an axis and what is written at them. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/** A step of 1, 2 or 5 times a power of ten that divides the span into about `count` parts. */
function niceStep(span: number, count: number): { step: number; decimals: number } {
  const rough = span / count;
  const exponent = decimalExponent(rough);
  const mantissa = rough / Number(`1e${exponent}`);
  const factor = mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10;
  return {
    step: Number(`${factor}e${exponent}`),
    decimals: Math.max(0, factor === 10 ? -exponent - 1 : -exponent),
  };
}

/**
 * Round positions on a linear axis from `low` to `high`, about `count` of them, labelled with equal decimals. Large and small ones
 * are all written with the same power of ten.
 */
export function linearTicks(low: number, high: number, count: number): Ticks {
  const { step, decimals } = niceStep(high - low, count);
  const values: number[] = [];
  const slack = step * 1e-9;
  const first = Math.ceil((low - slack) / step);
  // A step below the rounding of the ends would never reach the upper one.
  const most = Math.min(Math.floor((high + slack) / step) - first, 4 * count);
  for (let i = 0; i <= most; i++) {
    const value = Number(((first + i) * step).toPrecision(12));
    values.push(value === 0 ? 0 : value);
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest < 1e6 && decimals <= 5) {
    return { values, labels: values.map((value) => formatFixed(value, decimals)) };
  }
  const exponent = decimalExponent(largest);
  if (exponent === 0) return { values, labels: values.map((value) => formatFixed(value, decimals)) };
  const places = Math.max(0, exponent - decimalExponent(step));
  const label = (value: number): string =>
    value === 0 ? "0" : `${formatFixed(scaleByPowerOfTen(value, -exponent), places)}×${powerOfTen(exponent)}`;
  return { values, labels: values.map(label) };
}

/** Powers of ten on a logarithmic axis; with fewer than two decades also 2 and 5 times them. */
export function logTicks(low: number, high: number, count: number): Ticks {
  const first = decimalExponent(low);
  const last = decimalExponent(high);
  const values: number[] = [];
  const every = Math.max(1, Math.ceil((last - first) / count));
  const factors = last - first < 2 ? [1, 2, 5] : [1];
  for (let exponent = first; exponent <= last; exponent++) {
    if (exponent % every !== 0) continue;
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      if (value >= low * (1 - 1e-12) && value <= high * (1 + 1e-12)) values.push(value);
    }
  }
  const plain = values.every((value) => value >= 1e-3 && value < 1e5);
  return { values, labels: values.map((value) => logLabel(value, plain)) };
}

function logLabel(value: number, plain: boolean): string {
  if (plain) return formatNumber(value);
  const exponent = decimalExponent(value);
  const factor = Math.round(value / Number(`1e${exponent}`));
  return factor === 1 ? powerOfTen(exponent) : `${factor} × ${powerOfTen(exponent)}`;
}
