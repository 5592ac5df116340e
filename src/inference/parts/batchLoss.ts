/**
 * What a descent takes a step by, in place of `loss` of a target, which is one itself: scale x -log likelihood of `count` rows
 * from position `start` on, whose gradient replaces the one in the target. `draw` counts the rows that the run has taken
 * before these: random numbers at places that follow from it are the same for a run that was interrupted.
 */
export type BatchLoss = (start: number, count: number, scale: number, draw: number) => number;
