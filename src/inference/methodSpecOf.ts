import type { MethodSpec } from "./fitResult.ts";

/** A method as data, for tasks on other threads. */
export function methodSpecOf({
  name,
  options,
}: {
  readonly name: string;
  readonly options: unknown;
}): MethodSpec {
  return { name, options: { ...(options as Readonly<Record<string, unknown>>) } };
}
