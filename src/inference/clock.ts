/** Milliseconds since some moment: they decide when a run reports and pauses, never what it computes. */
export const milliseconds = (): number => performance.now();
