import type { Note } from "./method.ts";

const CHOICES: ReadonlySet<string> = new Set(["settings", "validated", "calibration", "mixing", "evidence"]);

/** Whether a note says what a method chose or found in order, which is no warning. */
export function isChoice({ code }: Note): boolean {
  return CHOICES.has(code);
}
