import { ArgumentError } from "../errors/errors.ts";
import type { TargetClasses } from "./loadData.ts";

/**
 * When the target is a class, by the methods that are to fit it: exact inference predicts numbers alone, with others a column
 * of text is one, and any column where `--classes` says so. Throws an ArgumentError where that contradicts a method.
 */
export function targetClasses(
  methods: readonly string[],
  { classes }: { readonly classes?: boolean },
  fix: string,
): TargetClasses {
  if (!methods.includes("exact")) return classes ? "always" : "text";
  if (!classes) return "never";
  throw new ArgumentError({
    where: "--classes",
    problem: "exact inference predicts numbers, not classes",
    fix,
  });
}
