import type { BenchmarkMethod } from "../../study/benchmark/benchmarkSpec.ts";
import type { BenchmarkSummary, CellSummary } from "../../study/benchmark/summariseBenchmark.ts";
import type { BenchmarkCell } from "../../study/benchmark.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { Text } from "../page/text.ts";

/** Further than so many per cent from 90 the intervals are called too narrow, or too wide. */
const OFF = 4;

/** A mean error by so much above the least one is called worse. */
const WORSE = 1.1;

/** How a method did and, where it did badly, what its figures say of the reason. */
export function benchmarkRemark(
  { name, remark }: Pick<BenchmarkMethod, "name" | "remark">,
  summary: BenchmarkSummary,
  cells: readonly BenchmarkCell[],
): Text {
  const own = summary.cells.filter(({ method, splits }) => method === name && splits > 0);
  if (own.length === 0) {
    const error = summary.cells.find(({ method }) => method === name)?.error;
    return [{ strong: name }, `: no split was scored${error === undefined ? "." : `: ${error}`}`];
  }
  const sentences = [
    ...(remark === undefined ? [] : [remark]),
    standing(name, own, summary),
    ...spread(own),
    ...means(own, summary),
    ...noteCounts(name, cells),
  ];
  return [{ strong: name }, `: ${sentences.join(" ")}`];
}

/** Where it is the best, and where it is not to be told from the best. */
function standing(name: string, own: readonly CellSummary[], { differences }: BenchmarkSummary): string {
  const found = differences.filter(({ method }) => method === name);
  const best = own.map(({ set }) => set).filter((set) => !found.some((one) => one.set === set));
  const near = found.filter(({ logScore: { splits } }) => {
    const { value, standardError } = splits;
    return value !== null && standardError !== null && -value < 2 * standardError;
  });
  const worse = found.filter((one) => !near.includes(one));
  return [
    best.length === 0 ? "" : `The best log likelihood on ${best.join(", ")}.`,
    near.length === 0
      ? ""
      : `Within two standard errors of the best on ${near.map(({ set }) => set).join(", ")}.`,
    worse.length === 0
      ? ""
      : `Behind the best by ${worse.map(({ set, logScore }) => `${formatFixed(-(logScore.splits.value ?? Number.NaN), 2)} nats on ${set}`).join(", ")}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** Whether its intervals hold what they should. */
function spread(own: readonly CellSummary[]): readonly string[] {
  const off = own.map(({ set, coverage }) => ({
    set,
    by: 100 * (coverage.find(({ level }) => level === 0.9)!.value ?? 0.9) - 90,
  }));
  const list = (some: typeof off) =>
    some.map(({ set, by }) => `${set} (${formatFixed(90 + by, 1)} %)`).join(", ");
  const [narrow, wide] = [off.filter(({ by }) => by < -OFF), off.filter(({ by }) => by > OFF)];
  return [
    ...(narrow.length === 0
      ? []
      : [`Its spread is too narrow: 90 % intervals hold too little on ${list(narrow)}.`]),
    ...(wide.length === 0 ? [] : [`Its spread is too wide: 90 % intervals hold too much on ${list(wide)}.`]),
  ];
}

/** Where its mean is the trouble. */
function means(own: readonly CellSummary[], { cells }: BenchmarkSummary): readonly string[] {
  const worse = own.flatMap(({ set, rmse }) => {
    const least = Math.min(
      ...cells.flatMap((cell) => (cell.set === set && cell.rmse.value !== null ? [cell.rmse.value] : [])),
    );
    const ratio = (rmse.value ?? 0) / least;
    return ratio > WORSE ? [`${set} (${formatFixed(ratio, 2)} times)`] : [];
  });
  return worse.length === 0 ? [] : [`Its mean is further off than the best one's on ${worse.join(", ")}.`];
}

/** What the fits themselves had to say, but for their settings. */
function noteCounts(name: string, cells: readonly BenchmarkCell[]): readonly string[] {
  const fits = cells
    .filter(({ method }) => method === name)
    .flatMap(({ outcomes }) => outcomes.flatMap((outcome) => ("fit" in outcome ? [outcome.fit] : [])));
  const counts = new Map<string, { readonly example: string; count: number }>();
  for (const { notes } of fits) {
    for (const code of new Set(notes.map((note) => note.code))) {
      if (USUAL.has(code)) continue;
      const entry = counts.get(code) ?? {
        example: notes.find((note) => note.code === code)!.message,
        count: 0,
      };
      entry.count += 1;
      counts.set(code, entry);
    }
  }
  return [...counts.values()].map(
    ({ example, count }) =>
      `On ${count} of ${fits.length} splits its fit notes, as on the first of them: “${example}”`,
  );
}

/** Notes that every fit has. */
const USUAL = new Set(["settings", "validated", "calibration", "solver", "evidence", "mixing", "sampled"]);
