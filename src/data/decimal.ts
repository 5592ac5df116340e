const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinite = /^[+-]?inf(?:inity)?$/i;

/**
 * The number written in plain decimal notation, as in `-1.5` or `2e-3`, spaces around it ignored; undefined for
 * anything else (hexadecimal, `1_000`, `1,5`). An infinity, spelt out or by overflow, gives an infinite number.
 */
export function parseDecimal(text: string): number | undefined {
  const trimmed = text.trim();
  if (decimal.test(trimmed)) return Number(trimmed);
  if (!infinite.test(trimmed)) return undefined;
  return trimmed.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Labels in order: by value if all of them are numbers, by code unit otherwise. */
export function sortLabels(labels: Iterable<string>): string[] {
  const sorted = [...labels].sort();
  const values = new Map<string, number>();
  for (const label of sorted) {
    const value = parseDecimal(label);
    if (value === undefined || !Number.isFinite(value)) return sorted;
    values.set(label, value);
  }
  return sorted.sort((a, b) => values.get(a)! - values.get(b)!);
}
