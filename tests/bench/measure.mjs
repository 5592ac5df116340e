// One benchmark in one fresh process: `node measure.mjs <file> <name>` prints one line of JSON.
//
// The first call of every side is timed, then its result is checked: nothing is reported that was not right. Later calls
// are timed after that, all sides in turns, so that a busy moment falls on all of them. What takes less than the length
// of a slice is repeated within it. Collecting garbage is part of whatever call it falls into.
import { kernelsInUse } from "../../dist/numeric/kernels/select.js";
import { canRun, runPython } from "./peers.mjs";
import { middle } from "./summary.mjs";

/** Seconds that a timed round should take at least. */
const SLICE = 0.002;

const [file, name] = process.argv.slice(2);
const { benchmarks } = await import(file);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
const { repeats = 7, references = [] } = benchmark;
// The kernels of the library's own side; a benchmark may select others for its twin.
const kernels = kernelsInUse();
const state = await benchmark.setup();

const own = await start(benchmark);
const sides = [own];
const others = [];
for (const reference of references) {
  const absent = await canRun(reference);
  if (absent !== undefined) others.push({ name: reference.name, absent });
  else if (reference.python !== undefined) others.push({ name: reference.name, python: reference });
  else {
    const side = await start(reference);
    sides.push(side);
    others.push(side);
  }
}
for (let round = 0; round < repeats; round++) {
  for (const side of sides) side.rounds.push(await timeRound(side));
}
for (const other of others) {
  if (other.python === undefined) continue;
  const output = runPython(other.python, state);
  if (output.absent !== undefined) other.absent = output.absent;
  else {
    await other.python.check(state, output);
    Object.assign(other, { rounds: output.seconds, facts: output.facts });
  }
}
console.log(
  JSON.stringify({
    kernels,
    first: own.first,
    later: middle(own.rounds),
    ...own.figures,
    references: others.map(report),
  }),
);
// Workspaces of benchmarks stay open for as long as the process lives.
process.exit(0);

/**
 * Prepares one side, times its first call, checks what that gave and takes its figures. What comes `before` every call is
 * not timed.
 */
async function start({ name, prepare, before, run, check, figures, seconds }) {
  const made = await prepare?.(state);
  const call = () => run(state, made);
  const ready = () => before?.(state, made);
  await ready();
  const begin = performance.now();
  let result = call();
  const waits = result instanceof Promise;
  if (waits) result = await result;
  const first = seconds?.(result) ?? (performance.now() - begin) / 1000;
  await check(state, result, made);
  const found = await figures?.(state, result, made);
  const side = { name, call, ready, waits, first, seconds, figures: found, rounds: [], calls: 1 };
  if (!waits) calibrate(side);
  return side;
}

/** Sets how often a call is repeated in a round, and lets the engine compile it. */
function calibrate(side) {
  for (let calls = 1; ; calls *= 2) {
    const seconds = timeCalls(side.call, calls);
    if (seconds < SLICE) continue;
    side.calls = Math.max(1, Math.round((calls * SLICE) / seconds));
    return;
  }
}

/** Seconds per call. */
async function timeRound({ call, ready, calls, waits, seconds }) {
  if (!waits) return timeCalls(call, calls) / calls;
  await ready();
  const begin = performance.now();
  const result = await call();
  return seconds?.(result) ?? (performance.now() - begin) / 1000;
}

function timeCalls(call, calls) {
  const begin = performance.now();
  for (let k = 0; k < calls; k++) call();
  return (performance.now() - begin) / 1000;
}

/**
 * How many times faster ours is: by the rounds that were timed in turns, else by the medians; for the same amount of work
 * where both sides say how much theirs came to.
 */
function report({ name, absent, rounds, call, figures, facts = figures?.facts }) {
  if (absent !== undefined) return { name, absent };
  const later = middle(rounds);
  const inTurns = call !== undefined;
  const work = figures?.amount === undefined ? 1 : own.figures.amount / figures.amount;
  const times =
    work *
    (inTurns ? middle(rounds.map((seconds, k) => seconds / own.rounds[k])) : later / middle(own.rounds));
  return { name, later, times, ...(facts === undefined ? {} : { facts }) };
}
