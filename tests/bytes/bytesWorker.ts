// A worker that knows one task: the hash of a computation. Bundled by workers.test.ts, since Node 20 reads no TypeScript.
import { parentPort } from "node:worker_threads";
import { serveTasks, type WorkerPort } from "../../src/parallel/serveTasks.ts";
import { hashOf } from "./runs.ts";

serveTasks(parentPort as unknown as WorkerPort, { hash: (name) => hashOf(name as string) });
