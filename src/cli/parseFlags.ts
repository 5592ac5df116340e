import { parseDecimal } from "../data/decimal.ts";
import { checkNumber, type NumberRule, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** A reader of one flag's value: throws an ArgumentError that names the flag. */
export type FlagReader<T> = (value: string) => T;

/** A number within the rule. */
export function numberFlag(flag: string, rule: NumberRule): FlagReader<number> {
  return (value) => checkNumber(flag, "the value", parseDecimal(value) ?? value, rule);
}

/** Numbers within the rule, separated by commas. */
export function numbersFlag(flag: string, rule: NumberRule): FlagReader<readonly number[]> {
  const read = numberFlag(flag, rule);
  return (value) => value.split(",").map((part) => read(part.trim()));
}

/** A positive number, or one of the words. */
export function numberOrWord<Word extends string>(
  flag: string,
  words: readonly Word[],
): FlagReader<number | Word> {
  return (value) => {
    if (words.includes(value as Word)) return value as Word;
    const number = parseDecimal(value);
    if (number !== undefined && Number.isFinite(number) && number > 0) return number;
    throw new ArgumentError({
      where: flag,
      problem: `the value must be a positive number or ${words.join(" or ")}, got ${show(value)}`,
    });
  };
}

/** One of the words; throws an ArgumentError that lists them. */
export function wordFlag<Word extends string>(flag: string, words: readonly Word[]): FlagReader<Word> {
  return (value) => {
    if (words.includes(value as Word)) return value as Word;
    throw new ArgumentError({
      where: flag,
      problem: `the value must be one of ${words.join(", ")}, got ${show(value)}`,
    });
  };
}

/** Two positive numbers with two dots between them, the smaller first. */
export function rangeFlag(flag: string): FlagReader<readonly [low: number, high: number]> {
  return (value) => {
    const [low, high] = value.split("..").map((part) => parseDecimal(part) ?? Number.NaN) as [number, number];
    if (value.split("..").length === 2 && low > 0 && high > low && Number.isFinite(high)) return [low, high];
    throw new ArgumentError({
      where: flag,
      problem: `the value must be a range of two positive numbers, the smaller first, got ${show(value)}`,
      fix: "Write it as in 0.01..1000.",
    });
  };
}

/** Names separated by commas, none twice; `fix` says how a list is written. */
export function differentNamesFlag(flag: string, fix?: string): FlagReader<readonly string[]> {
  return (value) => {
    const names = value.split(",").map((name) => name.trim());
    if (names.every((name) => name !== "") && new Set(names).size === names.length) return names;
    throw new ArgumentError({
      where: flag,
      problem: `the value must be different names separated by commas, got ${show(value)}`,
      ...(fix === undefined ? {} : { fix }),
    });
  };
}

/** Names of columns, separated by commas; names in double quotes may hold commas themselves. */
export function namesFlag(flag: string): (value: string, before?: readonly string[]) => readonly string[] {
  return (value, before = []) => {
    const names = value.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
    const plain = names.map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/s, "$1")
        .replaceAll('""', '"'),
    );
    if (plain.length > 0 && plain.every((name) => name !== "")) return [...before, ...plain];
    throw new ArgumentError({
      where: flag,
      problem: `the value must be names of columns separated by commas, got ${show(value)}`,
      fix: 'Put a name that holds a comma in double quotes: "a,b".',
    });
  };
}

/** The character a word or character stands for. */
export function delimiterFlag(flag: string): FlagReader<"," | ";" | "\t"> {
  const known: Readonly<Record<string, "," | ";" | "\t">> = {
    comma: ",",
    semicolon: ";",
    tab: "\t",
    ",": ",",
    ";": ";",
    "\t": "\t",
    "\\t": "\t",
  };
  return (value) => {
    const delimiter = Object.hasOwn(known, value) ? known[value] : undefined;
    if (delimiter !== undefined) return delimiter;
    throw new ArgumentError({
      where: flag,
      problem: `the value must be comma, semicolon or tab, got ${show(value)}`,
    });
  };
}
