import { milliseconds } from "./clock.ts";

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
  /** One part was finished before this run began. */
  skip(part: number): void;
}

/** A part at work counts for less than a whole one, however far it says it has come: its result is still missing. */
const AT_MOST = 0.99;

/**
 * Adds up the progress of `parts` parts and reports it counted in parts, 2.5 of 4, and how much longer all will take. What is reported never decreases,
 * even where a part starts over or has several stages, and is complete only when every part is finished.
 */
export function partsProgress(
  parts: number,
  onProgress: (progress: Progress) => void,
  clock: () => number = milliseconds,
): PartsProgress {
  const shares = new Float64Array(parts);
  const begin = clock();
  let before = 0;
  let message = "";
  const raise = (part: number, share: number) => {
    shares[part] = Math.max(shares[part]!, share);
    const done = shares.reduce((sum, value) => sum + value, 0);
    // At the pace of what was done since the start: parts that an earlier run finished took no time of this one.
    const taken = done - before;
    const secondsLeft = taken > 0 ? ((clock() - begin) * (parts - done)) / taken / 1000 : undefined;
    onProgress({ message, done, total: parts, ...(secondsLeft !== undefined && { secondsLeft }) });
  };
  return {
    report: (part, progress) => {
      message = progress.message;
      raise(part, progress.total > 0 ? AT_MOST * Math.min(1, progress.done / progress.total) : 0);
    },
    finish: (part) => raise(part, 1),
    skip(part) {
      before += 1 - shares[part]!;
      raise(part, 1);
    },
  };
}
