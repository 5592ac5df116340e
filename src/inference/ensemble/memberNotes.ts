import type { Note, Posterior } from "../method.ts";

/** What was chosen for the first fit, in a sentence. */
export function firstSettings(fits: readonly Posterior[]): string {
  return fits[0]!.notes.find(({ code }) => code === "settings")!.message;
}

/** What the fits have to say but for their settings, each under its number. */
export function memberNotes(fits: readonly Posterior[]): readonly Note[] {
  return fits.flatMap(({ notes }, k) =>
    notes
      .filter(({ code }) => code !== "settings")
      .map(({ code, message }) => ({ code, message: `Member ${k}: ${message}` })),
  );
}
