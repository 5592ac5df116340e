import { kernelsInUse } from "../numeric/kernels/select.ts";

/** Flags that change what is printed, not what is computed. */
const SILENT = new Set(["--json", "--quiet", "--debug"]);

/**
 * The command that computes the same again: the words given, the seed if it was chosen for the user, and the kernels if
 * they were chosen by the user.
 */
export function repeatCommand(words: readonly string[], seed: string): string {
  const kept = words.filter((word) => !SILENT.has(word));
  const seeded = kept.some((word) => word === "--seed" || word.startsWith("--seed="));
  const { name } = kernelsInUse();
  const kernels = name === "wasm" ? [] : [`CREDENCE_KERNELS=${name}`];
  return [...kernels, "credence", ...kept, ...(seeded ? [] : ["--seed", seed])].map(quoteWord).join(" ");
}

/** A word as a shell reads it. */
function quoteWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
