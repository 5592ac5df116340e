import type { TaskHandlers } from "../../src/inference/executor.ts";

export const TEST_TASKS: TaskHandlers;
