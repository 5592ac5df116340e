// From what the processes measured to what is said: medians with ranges, rates, and whether goals were met.

/** The median. */
export function middle(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Median and range. */
export function spread(values) {
  return { median: middle(values), min: Math.min(...values), max: Math.max(...values) };
}

/** What a rate is, from seconds and an amount of work. */
const UNITS = {
  s: (seconds) => seconds,
  "GFLOP/s": (seconds, operations) => operations / seconds / 1e9,
  ms: (seconds, pieces) => (seconds / pieces) * 1e3,
  ns: (seconds, pieces) => (seconds / pieces) * 1e9,
  "per second": (seconds, pieces) => pieces / seconds,
};

/** All that is said about one benchmark, from the samples of its processes. */
export function summarise({ group, name, samples, work, goal, references = [] }) {
  const rate = work && { ...work, ...rates(samples, work) };
  const { facts } = samples[0];
  return {
    group,
    name,
    first: spread(samples.map(({ first }) => first)),
    later: spread(samples.map(({ later }) => later)),
    ...(rate === undefined ? {} : { rate }),
    ...(facts === undefined ? {} : { facts }),
    ...(goal === undefined ? {} : { goal: judge(goal, rates(samples, { ...work, unit: goal.unit }).median) }),
    references: references.map((reference, k) =>
      summariseReference(
        reference,
        samples.map((sample) => sample.references[k]),
      ),
    ),
  };
}

function rates(samples, { unit, amount }) {
  // What a call comes to may be known only from its result.
  return spread(samples.map((sample) => UNITS[unit](sample.later, sample.amount ?? amount)));
}

function summariseReference({ name, goal }, samples) {
  const absent = samples.find((sample) => sample.absent !== undefined)?.absent;
  if (absent !== undefined) return { name, absent, ...(goal === undefined ? {} : { goal }) };
  const times = spread(samples.map((sample) => sample.times));
  const { facts } = samples[0];
  return {
    name,
    later: spread(samples.map((sample) => sample.later)),
    times,
    ...(facts === undefined ? {} : { facts }),
    ...(goal === undefined ? {} : { goal: judge(goal, times.median) }),
  };
}

/** The goal with whether the median meets it. */
function judge(goal, value) {
  const met = goal.atLeast !== undefined ? value >= goal.atLeast : value <= goal.atMost;
  return { ...goal, met };
}

/** How many goals there are, and which were missed or could not be tried. */
export function countGoals(results) {
  const found = { met: 0, missed: [], untried: [] };
  const note = (name, goal) => {
    if (goal === undefined) return;
    if (goal.met === undefined) found.untried.push(name);
    else if (goal.met) found.met++;
    else found.missed.push(name);
  };
  for (const { name, goal, references } of results) {
    note(name, goal);
    for (const reference of references) note(`${name}, against ${reference.name}`, reference.goal);
  }
  return found;
}
