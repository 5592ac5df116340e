import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { type BandData, type BandWidth, bandWidthLabel, bandWidthWords } from "./bandData.ts";
import type { Domain } from "./domain.ts";
import type { KeyEntry } from "./figure.ts";

/** The key of a figure with bands: one entry for each kind of mark that is drawn. */
export function bandKey(data: BandData, width: BandWidth): KeyEntry[] {
  const label = bandWidthLabel(width);
  const key: KeyEntry[] = [];
  if (data.data !== undefined) key.push({ symbol: "data", label: "data" });
  if (data.heldOut !== undefined) key.push({ symbol: "held-out", label: "held-out data" });
  if (data.mean !== undefined) key.push({ symbol: "mean", label: "mean" });
  if (data.functionBand !== undefined)
    key.push({ symbol: "function-band", label: `function f(x), ${label}` });
  if (data.observationBand !== undefined)
    key.push({ symbol: "observation-band", label: `observation y, ${label}` });
  if (data.draws !== undefined) key.push({ symbol: "draw", label: "draws of the function" });
  if (data.truth !== undefined) key.push({ symbol: "truth", label: "true function" });
  if (data.joints !== undefined) key.push({ symbol: "joint", label: "joints of the basis" });
  return key;
}

/** Says which bands are drawn and what each of them covers. */
export function bandSentences(data: BandData, width: BandWidth): string[] {
  const words = bandWidthWords(width);
  const both = data.functionBand !== undefined && data.observationBand !== undefined;
  const sentences: string[] = [];
  if (both) {
    sentences.push(
      `Darker band, solid edge: the function f(x), ${words}; lighter band, dashed edge: an observation y, ${words}, ` +
        "which adds the noise.",
    );
  } else if (data.functionBand !== undefined) {
    sentences.push(`Band: the function f(x) alone, ${words}; the noise of an observation is not in it.`);
  } else if (data.observationBand !== undefined) {
    sentences.push(`Band: an observation y, ${words}, noise included.`);
  }
  if (data.joints !== undefined)
    sentences.push("Strokes on the horizontal axis mark the joints of the basis.");
  return sentences;
}

/** Says how many of the points are drawn, when it is not all of them. */
export function sampleSentence(name: string, total: number, shown: number): string[] {
  if (total <= shown) return [];
  return [
    `${formatCount(shown)} of ${formatCount(total)} ${name} are drawn, evenly spaced in their order along the axis.`,
  ];
}

/** "from 2.4 to 57.6". */
export function rangeWords([low, high]: Domain): string {
  return `from ${formatNumber(low)} to ${formatNumber(high)}`;
}
