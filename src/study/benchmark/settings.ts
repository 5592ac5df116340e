import { show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { MethodSpec } from "../../inference/fitResult.ts";
import type { ModelSpec } from "../../model/spec.ts";
import type { SettingChoice, Settings, SettingValue } from "./benchmarkSpec.ts";

/** A method with its model. */
export interface Configured {
  readonly method: MethodSpec;
  readonly model: ModelSpec;
}

/** Every combination of the values of a grid, the last setting changing fastest; one without settings for an empty grid. */
export function gridSettings(grid: Readonly<Record<string, readonly SettingValue[]>>): readonly Settings[] {
  let found: readonly Settings[] = [{}];
  for (const [place, values] of Object.entries(grid)) {
    found = found.flatMap((settings) => values.map((value) => ({ ...settings, [place]: value })));
  }
  return found;
}

/** Proposes settings to be tried, given the best of those that were. */
export type SettingRound = (best: Settings) => readonly Settings[];

/** How a grid is searched: all of it in one round, or its first values and then one setting a round, others as in the best. */
export function searchRounds({ grid, search = "grid" }: SettingChoice): readonly SettingRound[] {
  if (search === "grid") return [() => gridSettings(grid)];
  const first = Object.fromEntries(Object.entries(grid).map(([place, [value]]) => [place, value!]));
  const others = Object.entries(grid).filter(([, values]) => values.length > 1);
  return [
    () => [first],
    ...others.map(
      ([place, [, ...values]]): SettingRound =>
        (best) =>
          values.map((value) => ({ ...best, [place]: value })),
    ),
  ];
}

/**
 * The method and model with some settings replaced: "options.x" is an option of the method, "model.x.y" a field of the model.
 * Objects on the way are made where they are missing. Throws an ArgumentError for another place.
 */
export function withSettings(base: Configured, settings: Settings = {}): Configured {
  let { method, model } = base;
  for (const [place, value] of Object.entries(settings)) {
    const [root, ...keys] = place.split(".");
    if (keys.length === 0 || keys.some((key) => key === "" || isUnsafe(key))) throw noPlace(place);
    if (root === "options") method = { ...method, options: replaceAt(method.options ?? {}, keys, value) };
    else if (root === "model") model = replaceAt(model, keys, value) as unknown as ModelSpec;
    else throw noPlace(place);
  }
  return { method, model };
}

const isUnsafe = (key: string): boolean => ["__proto__", "constructor", "prototype"].includes(key);

function replaceAt(
  object: object,
  [key, ...rest]: readonly string[],
  value: SettingValue,
): Readonly<Record<string, unknown>> {
  const inner = (object as Readonly<Record<string, unknown>>)[key!];
  const base = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...object, [key!]: rest.length === 0 ? value : replaceAt(base, rest, value) };
}

function noPlace(place: string): ArgumentError {
  return new ArgumentError({
    where: "benchmark",
    problem: `a setting must be named as options.<name> or model.<field>, got ${show(place)}`,
    fix: 'For example "options.rate" or "model.prior.variance".',
  });
}
