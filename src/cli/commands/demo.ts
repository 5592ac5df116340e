import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "../context.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags } from "../flags.ts";
import { loadData } from "../loadData.ts";
import { reportOn } from "./report.ts";

/** Flags of `credence demo`. */
export type DemoFlags = RunFlags & { readonly out: string };

/** The data set that comes along with the package. */
const DATA = new URL("../../../examples/data/mcycle.csv", import.meta.url);

/** Fits a real data set that comes along, writes a page about it and prints the scores. */
export async function demoCommand(flags: DemoFlags, context: Context): Promise<void> {
  const data = await loadData(fileURLToPath(DATA), { target: "accel" }, context);
  const { asFileError } = await import("../../io/fileError.ts");
  await speakingOf(flags.out, async () => {
    try {
      await mkdir(dirname(resolve(context.cwd, flags.out)), { recursive: true });
    } catch (error) {
      throw asFileError(flags.out, "write", error);
    }
  });
  await reportOn(
    { ...data, name: "mcycle.csv" },
    "demo",
    // Always the same page: the seed is part of the demonstration.
    { seed: "demo", ...flags, target: "accel", method: "exact" },
    context,
  );
}
