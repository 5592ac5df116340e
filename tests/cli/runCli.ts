import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Input } from "../../src/cli/context.ts";
import { run } from "../../src/cli/run.ts";

/** What a command printed, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The path of a file of the examples. */
export function example(name: string): string {
  return fileURLToPath(new URL(`../../examples/data/${name}`, import.meta.url));
}

/** Runs a command line in a folder, in this process; `stdin` is what its standard input brings. */
export async function runCli(
  words: readonly string[],
  cwd: string,
  signal: AbortSignal = new AbortController().signal,
  stdin?: Input,
): Promise<Outcome> {
  let [out, err] = ["", ""];
  const code = await run(words, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    cwd,
    signal,
    ...(stdin === undefined ? {} : { stdin: () => stdin }),
  });
  return { code, out, err };
}

/** A folder of its own for a test. */
export interface Folder {
  readonly path: string;
  at(name: string): string;
  /** Every file in it, deep, sorted. */
  files(): string[];
  remove(): void;
}

/** A new empty folder. */
export function createFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "credence-cli-"));
  return {
    path,
    at: (name) => join(path, name),
    files: () => (readdirSync(path, { recursive: true }) as string[]).sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
