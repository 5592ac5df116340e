import type { Progress, Run } from "./method.ts";

/** How long a run may keep the thread before it lets others have a turn, in milliseconds. */
const TURN = 50;

/**
 * Calls `step(0)`, `step(1)`, ... `step(total - 1)`, letting the event loop take a turn about 20 times a second so
 * that an abort is seen and progress can be shown. Time decides when others get their turn, never what is computed.
 * Rejects with the signal's reason when aborted.
 */
export async function drive(
  run: Pick<Run, "signal" | "onProgress">,
  message: string,
  total: number,
  step: (index: number) => void,
  clock: () => number = () => performance.now(),
): Promise<void> {
  const report = (done: number) => run.onProgress?.({ message, done, total } satisfies Progress);
  run.signal?.throwIfAborted();
  let turnEnds = clock() + TURN;
  for (let index = 0; index < total; index++) {
    step(index);
    if (index + 1 === total || clock() < turnEnds) continue;
    report(index + 1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    run.signal?.throwIfAborted();
    turnEnds = clock() + TURN;
  }
  report(total);
}
