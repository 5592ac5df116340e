import { checkNumber } from "../errors/checks.ts";

/** A copy of variances; throws an ArgumentError unless there is one and they are positive and ascend. */
export function checkVariances(where: string, name: string, values: readonly number[]): readonly number[] {
  checkNumber(where, `number of ${name}`, values.length, { min: 1 });
  values.forEach((value, i) => {
    checkNumber(where, `${name}[${i}]`, value, { above: i === 0 ? 0 : values[i - 1]! });
  });
  return [...values];
}
