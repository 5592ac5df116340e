/**
 * Rounds the numbers in the attributes of serialised drawings to a tenth of a unit and writes paths of straight lines
 * in steps from point to point. Text between the tags is left alone. A tenth is finer than a screen shows; rounding
 * keeps the bytes of a page free of the last digits, in which engines may differ, and steps halve its size.
 */
export function roundGeometry(markup: string): string {
  return markup.replace(/<[a-z][^>]*>/gi, (tag) =>
    tag
      .replace(/ d="([MLZ\d.,\-e]+)"/, (_, d: string) => ` d="${steps(d)}"`)
      .replace(/-?\d+\.\d{2,}(?![\d%]|em)/g, (number) => String(Number(Number(number).toFixed(1)))),
  );
}

/** A path of M, L and Z commands in relative steps of tenths. A point that stands alone becomes a line of no length. */
function steps(d: string): string {
  let result = "";
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  let previous = "";
  for (const [, command, own] of d.matchAll(/([MLZ])([^MLZ]*)/g)) {
    if (command === "Z") {
      result += previous === "M" ? "h0" : "z";
      if (previous !== "M") [x, y] = [startX, startY];
      previous = "Z";
      continue;
    }
    const comma = own!.indexOf(",");
    const nextX = Math.round(Number(own!.slice(0, comma)) * 10);
    const nextY = Math.round(Number(own!.slice(comma + 1)) * 10);
    const step = pair(nextX - x, nextY - y);
    if (command === "M") {
      result += `m${step}`;
      [startX, startY] = [nextX, nextY];
    } else {
      result += previous === "L" ? (step.startsWith("-") ? step : ` ${step}`) : `l${step}`;
    }
    previous = command!;
    [x, y] = [nextX, nextY];
  }
  return result;
}

function pair(dx: number, dy: number): string {
  const second = tenths(dy);
  return `${tenths(dx)}${second.startsWith("-") ? "" : ","}${second}`;
}

/** A whole number of tenths without a superfluous zero: -0.5 is "-.5". */
function tenths(value: number): string {
  const size = Math.abs(value);
  const [whole, rest] = [Math.floor(size / 10), size % 10];
  const sign = value < 0 ? "-" : "";
  return rest === 0 ? `${sign}${whole}` : `${sign}${whole === 0 ? "" : whole}.${rest}`;
}
