// The page of the benchmarks from their results: what renderReport of credence/report takes.
import { countGoals } from "./summary.mjs";

/** Groups in the order of the page. */
const ORDER = [
  "Dense linear algebra",
  "Networks",
  "Training",
  "Samplers",
  "Stan",
  "Functions and random numbers",
  "Threads",
];

/** Content of the page; `hash` is that of the file of the results. */
export function pageContent(results, hash) {
  const { benchmarks, machine, processes } = results;
  const goals = countGoals(benchmarks);
  const tried = goals.met + goals.missed.length;
  return {
    title: "Benchmarks",
    subtitle: `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`,
    verdict: [{ strong: `${goals.met} of ${tried}` }, ` goals are met in this run${highlights(benchmarks)}.`],
    lead: [
      `Every number is the median of ${processes === 1 ? "one process" : `${processes} processes, with the smallest and the largest of them`}. In a process every implementation works on the same problem, its first result is checked, and only then are calls timed, in turns. One thread computes unless a name says otherwise; times include copying into and out of the memory of the kernels. Ratios are times of the other over times of Credence: above 1 Credence is faster.`,
    ],
    notes: notes(results, goals),
    scores: goalTable(benchmarks),
    sections: [
      besideOthers(results),
      ...inOrder(benchmarks).map(([group, members]) => groupSection(group, results.groups[group], members)),
      machineSection(results),
    ],
    provenance: {
      command: "node scripts/benchmarkPage.mjs",
      version: results.credence,
      seed: "those written in the benchmarks",
      data: { name: "reports/benchmarks/results.json", rows: benchmarks.length, columns: processes, hash },
      facts: [["Measured by", "npm run bench"]],
      spec: { processes, kernels: results.kernels },
    },
  };
}

/** The largest ratio to each of some peers, as a clause. */
function highlights(benchmarks) {
  const named = ["TensorFlow.js, wasm", "ml-matrix"].flatMap((peer) => {
    const times = benchmarks.flatMap(({ references }) =>
      references.flatMap(({ name, times, goal }) => (name === peer && times && goal ? [times.median] : [])),
    );
    if (times.length === 0) return [];
    const [low, high] = [Math.min(...times), Math.max(...times)].map(short);
    return [`${low === high ? low : `${low} to ${high}`} times as fast as ${peer.split(",")[0]}`];
  });
  return named.length === 0 ? "" : `: ${named.join(", ")}`;
}

function notes({ load, kernels, benchmarks }, goals) {
  const warn = (text) => ({ level: "warning", text });
  // One thread is ours once benchmarks run.
  const busy = load.before > 0.5 || load.median > 1.5;
  return [
    ...(busy
      ? [
          warn(
            `The machine was shared with other work: load ${load.before} before the benchmarks, ${load.median} (median) and ${load.max} (largest) during them, of which 1 is theirs. Times are too long, and their ranges too wide.`,
          ),
        ]
      : []),
    ...goals.missed.map((name) => warn(`Missed: ${name}.`)),
    ...goals.untried.map((name) => warn(`Not tried: ${name}.`)),
    ...(kernels.reason === undefined ? [] : [warn(`Other kernels than chosen: ${kernels.reason}.`)]),
    ...absences(benchmarks).map((text) => warn(text)),
  ];
}

/** Each reference that was left out, once. */
function absences(benchmarks) {
  const found = benchmarks.flatMap(({ references }) =>
    references.flatMap(({ name, absent }) =>
      absent === undefined ? [] : [`${name} was left out: ${absent}.`],
    ),
  );
  return [...new Set(found)];
}

/** A row for each benchmark with a goal, and below it one for each ratio with a goal. */
function goalTable(benchmarks) {
  const rows = benchmarks.flatMap(({ name, later, rate, goal, references }) => {
    const measured = goal?.unit === "s" ? rangeText(later) : rate && rateText(rate);
    const compared = references.filter((reference) => reference.goal !== undefined);
    if (goal === undefined && compared.length === 0) return [];
    return [
      { name: shown(name), cells: goal === undefined ? ["", "", ""] : goalCells(goal, measured) },
      ...compared.map((reference) => ({
        name: `– ${reference.name}`,
        cells: goalCells(reference.goal, timesText(reference)),
      })),
    ];
  });
  return {
    caption:
      "The goals, with medians and ranges of this run. Behind a dash stands what a benchmark is compared with.",
    rowName: "benchmark",
    columns: [{ name: "goal" }, { name: "measured" }, { name: "met" }],
    rows,
  };
}

function goalCells({ unit, atLeast, atMost, met }, measured) {
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast.toLocaleString("en")}`;
  const verdict = met === undefined ? "not tried" : met ? "yes" : "no";
  return [unit === undefined ? `${bound}×` : `${bound}\u00a0${unit}`, measured, verdict];
}

/** A name with the sign of multiplication that a name typed on the command line does without. */
function shown(name) {
  return name.replace(/ x (?=\d)/g, " × ");
}

/** The figure of all ratios to other software. */
function besideOthers({ benchmarks, processes }) {
  const ours = new Set(["ours in f64", "1 worker", "one dense fit", "with Stan's settings"]);
  const groups = benchmarks.flatMap(({ name, references }) => {
    const ratios = references.flatMap(({ name: peer, times, goal }) =>
      times === undefined || ours.has(peer)
        ? []
        : [
            {
              name: peer.replace(/,.*|:.*/, "").replace("OpenBLAS", openBlasName(peer)),
              value: times.median,
              lower: times.min,
              upper: times.max,
              ...(goal === undefined ? {} : { goal: goal.atLeast }),
            },
          ],
    );
    return ratios.length === 0 ? [] : [{ heading: shown(name), ratios }];
  });
  const cores = coresOf(benchmarks);
  return {
    title: "Beside other software",
    blocks: [
      {
        kind: "figure",
        title: "How many times as fast as other software.",
        caption:
          "The twin is the same computation in straightforward TypeScript. Large ratios on small networks are what the other library spends on each operation, and hold for small networks only.",
        figure: {
          kind: "ratio",
          data: groups,
          options: {
            xName: "time of the other / time of Credence",
            oneName: "equally fast",
            rangeName: processes === 1 ? "range" : `range of ${processes} processes`,
          },
        },
      },
      ...(cores.length === 0
        ? []
        : [
            {
              kind: "text",
              text: `OpenBLAS chooses its own core unless it is told another, and the one it chooses may be an old one. What computed here: ${cores.join("; ")}. Its native instructions are wider than the 128 bits of WebAssembly.`,
            },
          ]),
    ],
  };
}

function openBlasName(peer) {
  return peer.includes("SkylakeX") ? "OpenBLAS SkylakeX" : "OpenBLAS own core";
}

/** Which core of OpenBLAS was used by what. */
function coresOf(benchmarks) {
  const found = benchmarks.flatMap(({ references }) =>
    references.flatMap(({ name, facts }) =>
      facts === undefined
        ? []
        : [
            `${name}: ${Object.entries(facts)
              .map(([key, value]) => `${key} ${value}`)
              .join(", ")}`,
          ],
    ),
  );
  return [...new Set(found)];
}

function inOrder(benchmarks) {
  const groups =
    Map.groupBy === undefined ? groupBy(benchmarks) : Map.groupBy(benchmarks, ({ group }) => group);
  const place = (group) => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

/** Node 20 has no Map.groupBy. */
function groupBy(benchmarks) {
  const groups = new Map();
  for (const benchmark of benchmarks) {
    groups.set(benchmark.group, [...(groups.get(benchmark.group) ?? []), benchmark]);
  }
  return groups;
}

/** "12 gradients", "R-hat 1.01". */
const factTexts = (facts = {}) => Object.entries(facts).map(([name, value]) => `${name} ${value}`);

function groupSection(title, about, benchmarks) {
  const rows = benchmarks.flatMap(({ name, first, later, rate, facts, references }) => [
    {
      name: shown(name),
      cells: [
        secondsText(first.median),
        rangeText(later),
        [...(rate === undefined ? [] : [rateText(rate)]), ...factTexts(facts)].join("; "),
      ],
    },
    ...references.map((reference) => ({
      name: `– ${reference.name}`,
      cells:
        reference.absent === undefined
          ? ["", rangeText(reference.later), timesText(reference)]
          : ["", "left out", ""],
    })),
  ]);
  return {
    title,
    blocks: [
      ...(about === undefined ? [] : [{ kind: "text", text: about }]),
      {
        kind: "scores",
        table: {
          caption:
            "Medians with ranges. Below a benchmark stands what it is compared with, and how many times as fast Credence is.",
          rowName: "benchmark",
          columns: [{ name: "first call" }, { name: "later calls" }, { name: "rate or ratio" }],
          rows,
        },
      },
    ],
  };
}

function machineSection({ machine, peers, kernels, load, processes }) {
  const names = {
    wasm: "WebAssembly with plain SIMD",
    relaxed: "WebAssembly with relaxed SIMD",
    js: "TypeScript",
  };
  const row = (name, value) => ({ name, cells: [String(value)] });
  return {
    title: "Machine and versions",
    blocks: [
      {
        kind: "scores",
        table: {
          caption: "What the numbers were measured on and with.",
          rowName: "what",
          columns: [{ name: "value" }],
          rows: [
            row("processor", `${machine.cpu}, ${machine.cores} cores`),
            row("memory", machine.memory),
            row("system", machine.platform),
            row("engine", `Node ${machine.node}, V8 ${machine.v8}`),
            row("kernels", names[kernels.name]),
            row("processes for each benchmark", processes),
            row("load before", load.before),
            row("load during, median and largest", `${load.median} and ${load.max}`),
            ...Object.entries(peers).map(([name, version]) => row(name, version)),
          ],
        },
      },
    ],
  };
}

/** Three significant digits. */
function short(value) {
  const text = Number(value.toPrecision(3));
  return text >= 10_000 ? text.toLocaleString("en") : String(text);
}

function secondsText(seconds) {
  const [factor, unit] = scaleOf(seconds);
  return `${short(seconds * factor)}\u00a0${unit}`;
}

function scaleOf(seconds) {
  return seconds >= 1 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
}

/** "(109-130)", with a hyphen at which no line breaks. */
function bounds(min, max) {
  return `(${short(min)}\u2011${short(max)})`;
}

/** "111 ms (109-130)". */
function rangeText({ median, min, max }) {
  const [factor, unit] = scaleOf(median);
  return `${short(median * factor)}\u00a0${unit} ${bounds(min * factor, max * factor)}`;
}

function rateText({ unit, of, median, min, max }) {
  const range = bounds(min, max);
  if (unit === "ns" || unit === "ms") return `${short(median)}\u00a0${unit} per ${of} ${range}`;
  if (unit === "per second") return `${short(median)}\u00a0${of}s per second ${range}`;
  return `${short(median)}\u00a0${unit} ${range}`;
}

function timesText({ times, absent }) {
  if (absent !== undefined) return "";
  return `${short(times.median)}× ${bounds(times.min, times.max)}`;
}
