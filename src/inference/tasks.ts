import { createInlineExecutor, type Executor, type TaskHandlers } from "./executor.ts";
import { fitTask } from "./fitTask.ts";
import { densityTask } from "./hamiltonian/densityTask.ts";

/** One line per task: what every executor, on this thread or another, knows how to do. */
export const TASKS: TaskHandlers = {
  density: densityTask,
  fit: fitTask,
};

/** Runs tasks one after the other on this thread: the executor that is there in every environment. */
export const inlineExecutor: Executor = /* @__PURE__ */ createInlineExecutor(TASKS);
