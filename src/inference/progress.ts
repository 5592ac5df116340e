/** How far a run has come. */
export interface Progress {
  /** A few words on what is being done. */
  readonly message: string;
  /** Steps done and steps in all; done never decreases within a run. */
  readonly done: number;
  readonly total: number;
  /** How much longer this will take at the pace so far, where that is known. */
  readonly secondsLeft?: number;
}

/** The progress of several parts as one. */
export interface PartsProgress {
  /** Takes the report of one part. */
  report(part: number, progress: Progress): void;
  /** One part is finished. */
  finish(part: number): void;
}

/** A part at work counts for less than a whole one, however far it says it has come: its result is still missing. */
const AT_MOST = 0.99;

/**
 * Adds up the progress of `parts` parts and reports it counted in parts: 2.5 of 4. What is reported never decreases,
 * even where a part starts over or has several stages, and is complete only when every part is finished.
 */
export function partsProgress(parts: number, onProgress: (progress: Progress) => void): PartsProgress {
  const shares = new Float64Array(parts);
  let message = "";
  const raise = (part: number, share: number) => {
    shares[part] = Math.max(shares[part]!, share);
    onProgress({ message, done: shares.reduce((sum, value) => sum + value, 0), total: parts });
  };
  return {
    report: (part, progress) => {
      message = progress.message;
      raise(part, progress.total > 0 ? AT_MOST * Math.min(1, progress.done / progress.total) : 0);
    },
    finish: (part) => raise(part, 1),
  };
}
