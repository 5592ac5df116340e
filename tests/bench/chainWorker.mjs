// A worker that knows chains.
import { parentPort } from "node:worker_threads";
import { serveTasks } from "../../dist/parallel/serveTasks.js";
import { CHAIN_TASKS } from "./chainTasks.mjs";

serveTasks(parentPort, CHAIN_TASKS);
