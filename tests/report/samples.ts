import type { Matrix } from "../../src/numeric/matrix.ts";
import type { BandData } from "../../src/report/figures/bandData.ts";
import type { ReportContent } from "../../src/report/page/content.ts";
import type { FigureSpec } from "../../src/report/page/figureSpec.ts";
import { judgedFigures } from "./judgedSamples.ts";
import { noise } from "./noise.ts";

export { noise };

/** Every string that a user can bring into a page. */
export interface UserNames {
  readonly title: string;
  readonly file: string;
  readonly input: string;
  readonly target: string;
  readonly category: string;
  readonly method: string;
  readonly heading: string;
  readonly score: string;
  readonly seed: string;
  readonly command: string;
}

export const plainNames: UserNames = {
  title: "A sample page",
  file: "sample.csv",
  input: "dose (mg)",
  target: "response",
  category: "north",
  method: "exact",
  heading: "σ²_φ = 1",
  score: "held-out mean log score",
  seed: "sample-1",
  command: "credence report sample.csv --target response --seed sample-1",
};

/** Strings that try to leave their place: markup, style, attributes, entities, directions, controls, length. */
export const hostileStrings: readonly string[] = [
  `</title></style><script>document.title="owned"</script>`,
  `</style><style>body{display:none}</style>`,
  `" onmouseover="alert(1)" style='color:red' x="`,
  `'><img src=x onerror=alert(1)>`,
  `<svg onload=alert(1)><desc><foreignObject><body onload=alert(1)>`,
  `&lt;b&gt; &amp;amp; &#x202e; &nbsp;`,
  `--> ]]> <!-- <![CDATA[ <?php ?>`,
  "abc\u202etxt.exe\u2066 \u200fzero\u200bwidth\ufeff",
  "bell\u0007 null\u0000 escape\u001b[31m tab\t line\nfeed\u2028",
  "half a pair \ud800 and \udfff",
  "نص عربي و עברית",
  "\u0024{alert(1)} {{7*7}} url(javascript:alert(1)) \\",
  "W".repeat(10_000),
  `${"<b>".repeat(3_333)}x`,
  "é".repeat(5_000),
];

/** The same hostile string in every place. */
export function hostileNames(text: string): UserNames {
  const names = Object.keys(plainNames).map((key) => [key, text]);
  return Object.fromEntries(names) as unknown as UserNames;
}

/** A curve with both bands, draws, truth, points and joints, of n points. */
export function sampleBand(
  n = 40,
  grid = 81,
  scale = 1,
): Required<BandData> & { readonly x: Float64Array; readonly mean: Float64Array } {
  const x = Float64Array.from({ length: grid }, (_, i) => -0.1 + (1.2 * i) / (grid - 1));
  const mean = x.map((v) => Math.sin(6 * v) * scale);
  const sd = x.map((v) => 0.08 + 0.5 * (v - 0.5) * (v - 0.5) * scale);
  const around = (k: number, add: number): { lower: Float64Array; upper: Float64Array } => ({
    lower: mean.map((m, i) => m - k * Math.sqrt(sd[i]! * sd[i]! + add)),
    upper: mean.map((m, i) => m + k * Math.sqrt(sd[i]! * sd[i]! + add)),
  });
  const at = Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n);
  const draws = new Float64Array(2 * grid);
  for (let d = 0; d < 2; d++)
    for (let i = 0; i < grid; i++) draws[d * grid + i] = mean[i]! + (d - 0.5) * sd[i]!;
  return {
    x,
    mean,
    functionBand: around(2, 0),
    observationBand: around(2, 0.04),
    draws: { rows: 2, cols: grid, data: draws },
    truth: x.map((v) => Math.sin(6 * v) + 0.1),
    data: { x: at, y: at.map((v, i) => Math.sin(6 * v) + 0.4 * noise(i)) },
    heldOut: { x: at.map((v) => v + 0.3 / n), y: at.map((v, i) => Math.sin(6 * v) + 0.4 * noise(i + 999)) },
    joints: Float64Array.from({ length: 14 }, (_, i) => i / 14),
  };
}

/** A sweep with an interior maximum of the evidence. */
export function sampleSweep(
  score = "held-out mean log score",
): Extract<FigureSpec, { kind: "evidence" }>["data"] {
  const exponents = Array.from({ length: 31 }, (_, i) => -2 + i / 5);
  return {
    priorVariance: exponents.map((e) => Number(`1e${Math.floor(e)}`) * 10 ** (e - Math.floor(e))),
    logEvidence: exponents.map((e) => -20 - 4 * (e - 1.4) * (e - 1.4)),
    effectiveParameters: exponents.map((e) => 15 / (1 + Math.exp(-1.2 * (e - 1)))),
    parameters: 15,
    score: {
      name: score,
      values: exponents.map((e) => -0.6 - 0.2 * (e - 2) * (e - 2)),
      errors: exponents.map(() => 0.083),
    },
  };
}

/** Curves of rows that lie around their mean and are not parallel. */
function curvesAround(mean: Float64Array, rows: number): Matrix {
  const data = Float64Array.from({ length: rows * mean.length }, (_, k) => {
    const row = Math.floor(k / mean.length);
    return mean[k % mean.length]! * (1 + 0.3 * noise(row)) + 0.5 * noise(row + 50);
  });
  return { rows, cols: mean.length, data };
}

/** One figure of every kind. */
export function sampleFigures(names: UserNames = plainNames, n = 40): FigureSpec[] {
  const band = sampleBand(n);
  const { draws: _, joints: __, heldOut: ___, ...simple } = band;
  const panels = [0.5, 1, 1.5].map((scale) => ({ heading: names.heading, band: sampleBand(n, 81, scale) }));
  const values = Float64Array.from({ length: n }, (_, i) => (noise(i) + 1) / 2);
  const nominal = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
  const observed = band.data.y as Float64Array;
  const mean = observed.map((y, i) => y + 0.3 * noise(i + 5));
  const { functionBand, mean: curve } = sampleBand(n, 4);
  return [
    { kind: "band", data: band, options: { xName: names.input, yName: names.target } },
    {
      kind: "small-multiples",
      data: panels.map(({ heading, band: { draws: _d, ...rest } }) => ({ heading, band: rest })),
      options: { xName: names.input, yName: names.target },
    },
    { kind: "draws-and-bands", data: panels, options: { xName: names.input, yName: names.target } },
    {
      kind: "predicted-observed",
      data: {
        observed,
        mean,
        interval: { lower: mean.map((m) => m - 0.2), upper: mean.map((m) => m + 0.2) },
        level: 0.9,
      },
      options: { yName: names.target },
    },
    {
      kind: "partial-dependence",
      data: [
        { name: names.input, band: simple, curves: curvesAround(band.mean, 20) },
        {
          name: names.input,
          categories: [names.category, "south", "east", "west"],
          band: { x: [0, 1, 2, 3], mean: curve, functionBand },
          curves: curvesAround(curve, 20),
        },
      ],
      options: { yName: names.target },
    },
    { kind: "pit", data: { values } },
    {
      kind: "calibration",
      data: { nominal, observed: nominal.map((p) => Math.round(p * p * n) / n), count: n },
    },
    {
      kind: "residual",
      data: { mean, residual: mean.map((m, i) => (observed[i]! - m) / 0.15) },
      options: { yName: names.target },
    },
    { kind: "evidence", data: sampleSweep(names.score) },
    {
      kind: "overlay",
      data: {
        x: band.x,
        reference: { name: names.heading, mean: band.mean, band: band.functionBand },
        overlays: [names.method, names.category].map((name, i) => ({
          name,
          mean: band.mean.map((value) => value + 0.1 * i),
          band: sampleBand(n, 81, 0.6 + i).functionBand,
        })),
        data: band.data,
      },
      options: { xName: names.input, yName: names.target },
    },
    {
      kind: "ratio",
      data: [
        {
          heading: names.heading,
          ratios: [
            { name: names.method, value: 0.4, lower: 0.35, upper: 0.5 },
            { name: names.category, value: 64.3, lower: 50, upper: 70, goal: 20 },
          ],
        },
        { heading: "another", ratios: [{ name: "peer", value: 980, lower: 900, upper: 1200, goal: 1500 }] },
      ],
      options: { xName: names.target },
    },
    ...judgedFigures(names, n),
  ];
}

/** A page with every kind of figure and block. */
export function sampleContent(names: UserNames = plainNames, n = 40): ReportContent {
  const figures = sampleFigures(names, n);
  const half = (kind: string): boolean =>
    ["pit", "pit-difference", "calibration", "reliability"].includes(kind);
  const block = (figure: FigureSpec) =>
    ({ kind: "figure", title: ["What ", { name: names.target }, " does."], figure }) as const;
  return {
    title: names.title,
    subtitle: ["Regression of ", { name: names.target }, " on ", { name: names.input }],
    verdict: [
      "90 % intervals cover ",
      { strong: "86 %" },
      " of the observations (expected 90 ± 3): slightly over-confident.",
    ],
    lead: [
      ["Fitted to ", { name: names.file }, " with ", { code: names.method }, "."],
      "The prior variance is σ²_φ.",
    ],
    scores: {
      caption: ["Scores of ", { name: names.method }, " with standard errors."],
      rowName: "method",
      columns: [
        { name: "RMSE", better: "lower" },
        { name: names.score, better: "higher" },
        { name: "remark" },
      ],
      rows: [
        { name: names.method, cells: [{ value: 0.86213, error: 0.0213 }, -1.25, "exact"] },
        { name: "constant", cells: [{ value: 1.9, error: 0.05 }, -2.5, names.category] },
      ],
    },
    notes: [
      { level: "note", text: "The basis is constant left of its first joint." },
      { level: "warning", text: ["The column ", { name: names.input }, " has gaps."] },
    ],
    sections: [
      {
        title: "Fit",
        blocks: [
          { kind: "text", text: "All figures." },
          ...figures.filter((figure) => !half(figure.kind)).map(block),
        ],
      },
      {
        title: ["Calibration of ", { name: names.target }],
        blocks: [
          { kind: "row", figures: figures.filter((figure) => half(figure.kind)).map(block) },
          { kind: "notes", notes: [{ level: "note", text: [{ name: names.file }] }] },
        ],
      },
    ],
    provenance: {
      command: names.command,
      version: "0.0.0",
      seed: names.seed,
      data: { name: names.file, rows: n, columns: 2, hash: "sha256:0123456789abcdef" },
      spec: {
        model: { network: { kind: "shallow-relu", units: 14 } },
        data: names.file,
        target: names.target,
      },
      facts: [["Compute", "one factorisation"]],
    },
  };
}
