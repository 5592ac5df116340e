import { type Checkpoint, type Checkpoints, resumedRun } from "./checkpoint.ts";
import type { Run } from "./method.ts";

/** A run of several stages, each of which needs only what the one before it found. */
export interface Stages {
  /** The stage to begin with: 0, or that at work when the run was interrupted. */
  readonly first: number;
  /** What the stage before it found, as it was kept. */
  readonly found?: string;
  /**
   * The run of one stage, of which `share` of `shares` parts of the work are done before and `size` of them in it. What
   * the stage before it found is kept with its checkpoints.
   */
  run(stage: number, work: { readonly before: number; readonly size: number }, found?: string): Run;
}

/** Divides a run with the given name into stages; `total` is the work of all. Throws as `resumedRun` does. */
export function stages(run: Run, name: string, total: number): Stages {
  const resumed = resumedRun(run.checkpoints, name);
  const first = resumed === undefined ? 0 : Number(resumed.values["stage"]);
  const { onProgress, checkpoints } = run;
  return {
    first,
    ...(resumed?.values["found"] === undefined ? {} : { found: String(resumed.values["found"]) }),
    run: (stage, { before, size }, found) => ({
      ...run,
      ...(onProgress && {
        onProgress: (of) =>
          onProgress({ message: of.message, done: before + (size * of.done) / of.total, total }),
      }),
      ...(checkpoints && {
        checkpoints: stageCheckpoints(checkpoints, name, stage, found, stage === first ? resumed : undefined),
      }),
    }),
  };
}

/** The checkpoints of a stage inside those of its run. */
function stageCheckpoints(
  outer: Checkpoints,
  name: string,
  stage: number,
  found: string | undefined,
  resumed: Checkpoint | undefined,
): Checkpoints {
  const save = (inner: Checkpoint) =>
    outer.save({
      ...inner,
      run: name,
      values: {
        ...inner.values,
        stage,
        "stage run": inner.run,
        ...(found === undefined ? {} : { found }),
      },
    });
  if (resumed === undefined) return { save };
  const { stage: _, "stage run": inner, found: __, ...values } = resumed.values;
  return { save, resume: { ...resumed, run: String(inner), values } };
}
