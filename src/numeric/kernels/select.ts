import { checkChoice } from "../../errors/checks.ts";
import { instantiateKernels, type KernelInstance } from "./instantiate.ts";

/**
 * Which kernels compute: `"wasm"`, WebAssembly with plain SIMD, the same bytes on every engine and processor (the
 * default); `"relaxed"`, with relaxed SIMD, faster where the processor fuses multiplication and addition, and then
 * with other last digits; `"js"`, the TypeScript twins.
 */
export type KernelChoice = "wasm" | "relaxed" | "js";

/** The kernels in use, and why they are not the chosen ones if they are not. */
export interface KernelsInUse {
  readonly name: KernelChoice;
  readonly reason?: string;
}

const CHOICES: readonly KernelChoice[] = ["wasm", "relaxed", "js"];

let current: { readonly inUse: KernelsInUse; readonly instance: KernelInstance | undefined } | undefined;

/**
 * Chooses the kernels of this thread, instead of the environment variable CREDENCE_KERNELS, and says which are now
 * in use: where relaxed SIMD is missing, plain SIMD; where WebAssembly is refused, the twins. Throws an
 * ArgumentError unless the choice is one of the three words.
 */
export function selectKernels(choice: KernelChoice): KernelsInUse {
  checkChoice("selectKernels", "choice", choice, CHOICES);
  current = choose(choice);
  return current.inUse;
}

/** The kernels that this thread uses. Instantiates them if that has not happened yet. */
export function kernelsInUse(): KernelsInUse {
  return use().inUse;
}

/** The compiled kernels, or undefined if the twins are in use. */
export function kernelInstance(): KernelInstance | undefined {
  return use().instance;
}

function use(): NonNullable<typeof current> {
  current ??= choose(checkChoice("kernels", "CREDENCE_KERNELS", environmentChoice() ?? "wasm", CHOICES));
  return current;
}

function choose(choice: KernelChoice): NonNullable<typeof current> {
  if (choice === "js") return { inUse: { name: "js" }, instance: undefined };
  const reasons: string[] = [];
  for (const name of choice === "relaxed" ? (["relaxed", "wasm"] as const) : (["wasm"] as const)) {
    try {
      const instance = instantiateKernels(name);
      return { inUse: withReason(name, reasons), instance };
    } catch (error) {
      reasons.push(`"${name}" was refused: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { inUse: withReason("js", reasons), instance: undefined };
}

function withReason(name: KernelChoice, reasons: readonly string[]): KernelsInUse {
  return reasons.length === 0 ? { name } : { name, reason: reasons.join("; ") };
}

/** The environment variable, where there is an environment. */
function environmentChoice(): string | undefined {
  const scope = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const choice = scope.process?.env?.["CREDENCE_KERNELS"];
  return choice === "" ? undefined : choice;
}
