// A worker that knows the tasks of the tests.
import { parentPort } from "node:worker_threads";
import { serveTasks } from "../../dist/parallel/serveTasks.js";
import { TEST_TASKS } from "./testTasks.mjs";

serveTasks(parentPort, TEST_TASKS);
