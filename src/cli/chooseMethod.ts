import { ArgumentError } from "../errors/errors.ts";
import type { InferenceMethod } from "../inference/method.ts";
import { createMethod } from "../inference/registry.ts";
import { speakingOf } from "./errorText.ts";
import type { ModelFlags } from "./flags.ts";
import type { MethodFlags } from "./methodFlags.ts";

/** The flags that say which method. */
type ChosenMethod = Pick<ModelFlags, "method"> & Pick<MethodFlags, "option">;

/** The method that the flags name, with its options. Errors speak of the flag that is wrong. */
export async function chooseMethod(flags: ChosenMethod): Promise<InferenceMethod> {
  const { method: name, option: options } = flags;
  const plain = await speakingOf("--method", () => createMethod({ name }));
  return options === undefined ? plain : speakingOf("--option", () => createMethod({ name, options }));
}

/** Throws an ArgumentError, before anything is fitted, where a command is for exact inference and the flags say another. */
export async function needExactMethod(flags: ChosenMethod, command: string): Promise<void> {
  const { name } = await chooseMethod(flags);
  if (name !== "exact") throw notExact(name, command);
}

/** The error of a command that needs an exact posterior. */
export function notExact(method: string, command: string): ArgumentError {
  return new ArgumentError({
    where: "--method",
    problem: `${command} needs an exact posterior, got one of method ${method}`,
    fix: "Use --method exact.",
  });
}
