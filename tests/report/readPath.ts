/** A point in a drawing. */
export type Point = [x: number, y: number];

/**
 * Reads the d attribute of a path of straight lines, absolute (M, L, Z) or in steps (m, l, h, z), written for the
 * tests: one list of points for each piece.
 */
export function readPath(d: string): Point[][] {
  const pieces: Point[][] = [];
  let [x, y] = [0, 0];
  for (const [, command, list] of d.matchAll(/([MLZHmlhz])([^MLZHmlhz]*)/g)) {
    const numbers = (list!.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
    if (command === "Z" || command === "z") {
      [x, y] = pieces.at(-1)![0]!;
      continue;
    }
    if (command === "h") continue;
    for (let i = 0; i < numbers.length; i += 2) {
      const relative = command === "m" || command === "l";
      [x, y] = [(relative ? x : 0) + numbers[i]!, (relative ? y : 0) + numbers[i + 1]!];
      if (i === 0 && command!.toLowerCase() === "m") pieces.push([]);
      pieces.at(-1)!.push([x, y]);
    }
  }
  return pieces;
}
