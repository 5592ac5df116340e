/** The values of all chains in words: one where they are equal to three digits, else the least and the most. */
export function rangeText(values: Float64Array): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toPrecision(3));
  return least === most ? `${least}` : `${least} to ${most}`;
}
