import { createInlineExecutor, type Executor, type TaskHandlers } from "../inference/executor.ts";
import { TASKS } from "../inference/tasks.ts";
import { benchmarkTask } from "./benchmark/benchmarkTask.ts";
import { scoreTask } from "./scoreTask.ts";

/** The tasks of inference, and those of studies: what workers know how to do. One line per task. */
export const STUDY_TASKS: TaskHandlers = {
  ...TASKS,
  benchmark: benchmarkTask,
  score: scoreTask,
};

/** Runs any of them one after the other on this thread. */
export const studyExecutor: Executor = /* @__PURE__ */ createInlineExecutor(STUDY_TASKS);
