// One benchmark in one fresh process: `node measure.mjs <file> <name>` prints one line of JSON.
//
// The first call is timed, then its result is checked: nothing is reported that was not right. Later calls are timed
// after that, in turns with the reference where there is one.
// Collecting garbage is part of whatever call it falls into.

const [file, name] = process.argv.slice(2);
const { benchmarks } = await import(file);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
const { run, check, reference, repeats = 7 } = benchmark;
const state = await benchmark.setup();

const own = { call: run, check, seconds: [] };
const other = reference && { call: reference.run, check: reference.check, seconds: [] };
const sides = other === undefined ? [own] : [own, other];

for (const side of sides) {
  const { seconds, result } = await timed(side.call);
  await side.check(state, result);
  side.first = seconds;
}
for (let k = 0; k < repeats; k++) {
  for (const side of sides) side.seconds.push((await timed(side.call)).seconds);
}
const summary = ({ first, seconds }) => ({ first, later: median(seconds) });
console.log(JSON.stringify({ own: summary(own), ...(other && { reference: summary(other) }) }));

async function timed(call) {
  const start = performance.now();
  const result = await call(state);
  return { seconds: (performance.now() - start) / 1000, result };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
