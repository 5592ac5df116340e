// The results as a table for the terminal.

/** Prints one line for each benchmark and one for each thing it is compared with. */
export function printTable(results) {
  const rows = [];
  for (const [k, { group, name, first, later, rate, facts, goal, references }] of results.entries()) {
    if (group !== results[k - 1]?.group) rows.push([], [group, "first call", "later calls", "", "goal", ""]);
    rows.push([
      `  ${name}${facts === undefined ? "" : ` (${showFacts(facts)})`}`,
      showSeconds(first.median),
      showRange(later, showSeconds),
      rate === undefined ? "" : showRate(rate),
      ...showGoal(goal),
    ]);
    for (const { name: other, absent, later, times, goal, facts: own } of references) {
      const shown = `    ${other}${own === undefined ? "" : ` (${showFacts(own)})`}`;
      if (absent !== undefined) rows.push([shown, "", `LEFT OUT: ${absent}`]);
      else
        rows.push([shown, "", showRange(later, showSeconds), showRange(times, showTimes), ...showGoal(goal)]);
    }
  }
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

function showFacts(facts) {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function showRange({ median, min, max }, show) {
  return `${show(median)} [${show(min)} - ${show(max)}]`;
}

/** Three digits and a unit. */
export function showSeconds(seconds) {
  const [factor, unit] = seconds >= 1 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
  return `${Number((seconds * factor).toPrecision(3))} ${unit}`;
}

/** How many times faster ours is. */
export function showTimes(times) {
  return `${Number(times.toPrecision(3))}x`;
}

/** A rate with its unit: "14.2 GFLOP/s [...]", "8.1 ns per draw [...]", "25,000 gradients per second [...]". */
export function showRate({ unit, of, ...range }) {
  const numbers = showRange(range, (value) => String(Number(value.toPrecision(3))));
  if (unit === "ns" || unit === "ms") return `${numbers} ${unit} per ${of}`;
  return unit === "per second" ? `${numbers} ${of}s per second` : `${numbers} ${unit}`;
}

function showGoal(goal) {
  if (goal === undefined) return ["", ""];
  const bound = goal.atLeast === undefined ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;
  return [`${bound} ${goal.unit ?? "times"}`, goal.met ? "pass" : "MISS"];
}
