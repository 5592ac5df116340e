import { FormatError } from "../errors/errors.ts";
import { type Checkpoint, type Checkpoints, checkpointJson, resumedRun } from "./checkpoint.ts";
import type { Run } from "./method.ts";

/** A run of several stages, each of which needs only what the one before it found. */
export interface Stages {
  /** The stage to begin with: 0, or that at work when the run was interrupted. */
  readonly first: number;
  /** What the stage before that one found, as it was kept: plain JSON. */
  readonly found?: unknown;
  /**
   * The run of one stage, which is `size` of the work and has `before` of it done already. What the stage before it found is
   * kept with its checkpoints.
   */
  run(stage: number, work: { readonly before: number; readonly size: number }, found?: unknown): Run;
}

/**
 * Divides a run with the given name into stages; `total` is the work of all. Throws as `resumedRun` does, and a FormatError
 * where a checkpoint does not say what was found.
 */
export function stages(run: Run, name: string, total: number): Stages {
  const resumed = resumedRun(run.checkpoints, name);
  const { stage: first, found } = resumed === undefined ? { stage: 0 } : stageOf(resumed);
  const { onProgress, checkpoints } = run;
  return {
    first,
    ...(found === undefined ? {} : { found }),
    run: (stage, { before, size }, result) => ({
      ...run,
      ...(onProgress && {
        onProgress: ({ message, done, total: all, secondsLeft }) =>
          onProgress({
            message,
            done: before + (size * done) / all,
            total,
            // What the stages after this one will take is not known.
            ...(secondsLeft !== undefined && before + size >= total && { secondsLeft }),
          }),
      }),
      ...(checkpoints && {
        checkpoints: stageCheckpoints(
          checkpoints,
          name,
          { stage, found: result },
          stage === first ? resumed : undefined,
        ),
      }),
    }),
  };
}

/** A stage, and what the one before it found. */
interface Stage {
  readonly stage: number;
  readonly found?: unknown;
}

/** The checkpoints of a stage inside those of its run. */
function stageCheckpoints(
  outer: Checkpoints,
  name: string,
  stage: Stage,
  resumed: Checkpoint | undefined,
): Checkpoints {
  const save = (inner: Checkpoint) =>
    outer.save({
      ...inner,
      run: name,
      values: { ...inner.values, stage: JSON.stringify(stage), "stage run": inner.run },
    });
  if (resumed === undefined) return { save };
  const { stage: _, "stage run": inner, ...values } = resumed.values;
  return { save, resume: { ...resumed, run: String(inner), values } };
}

function stageOf(resumed: Checkpoint): Stage {
  const stage = checkpointJson(resumed, "stage") as Partial<Stage> | null | undefined;
  if (stage?.stage === 0 || (Number.isSafeInteger(stage?.stage) && stage?.found !== undefined)) {
    return stage as Stage;
  }
  throw new FormatError({
    where: "resume",
    problem: "the checkpoint must name its stage and what the one before it found",
    fix: "Start anew without it.",
  });
}
