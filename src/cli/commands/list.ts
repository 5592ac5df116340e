import { listMethods } from "../../inference/registry.ts";
import type { Context } from "../context.ts";
import type { RunFlags } from "../flags.ts";
import { say } from "../output.ts";

/** Prints the methods of inference that there are. */
export async function listCommand(flags: RunFlags, context: Context): Promise<void> {
  const methods = listMethods();
  const width = Math.max(...methods.map(({ name }) => name.length));
  const lines = methods.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`);
  say({ facts: { methods }, lines }, flags, context);
}
