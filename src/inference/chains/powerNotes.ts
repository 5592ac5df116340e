import type { Note } from "../method.ts";

/** What is to be known of draws under a power of the likelihood; nothing where that is 1. */
export function powerNotes(likelihoodPower = 1): readonly Note[] {
  if (likelihoodPower === 1) return [];
  return [
    {
      code: "power",
      message: `The likelihood was raised to the power ${likelihoodPower}: this is no posterior of the model.`,
    },
  ];
}
