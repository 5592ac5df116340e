/** |found / expected - 1|; 0 where both are 0. Expected numbers may be given as decimal strings. */
export function relativeError(found: number, expected: number | string): number {
  const value = Number(expected);
  return found === value ? 0 : Math.abs(found / value - 1);
}
