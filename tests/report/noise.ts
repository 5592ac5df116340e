/** Numbers that look random and are the same on every run. */
export function noise(i: number): number {
  const u = Math.abs(Math.sin(12.9898 * (i + 1)) * 43758.5453) % 1;
  const v = Math.abs(Math.sin(78.233 * (i + 1)) * 24634.6345) % 1;
  return u + v - 1;
}
