/** The colours of one scheme. Roles are those of the book's figures: orange data, cyan mean, grey bands, black truth. */
export interface Palette {
  /** Background of the page. */
  readonly paper: string;
  /** Text. */
  readonly ink: string;
  /** Secondary text: captions, axis labels. */
  readonly muted: string;
  /** Thin lines of axes and tables. */
  readonly rule: string;
  readonly data: string;
  readonly mean: string;
  readonly truth: string;
  /** Fill of the band of the function. */
  readonly functionBand: string;
  /** Fill of the band of an observation. */
  readonly observationBand: string;
  /** Edge lines of both bands: solid for the function, dashed for an observation. */
  readonly edge: string;
  /** Background of code and of the score table's best cells. */
  readonly wash: string;
  /**
   * Further colours, one for each of several methods or chains, told apart by eyes of every kind; `seriesStyles` adds a
   * pattern of dashes and a shape to each.
   */
  readonly series: readonly string[];
}

/** Colours on white paper; also used in print and for a figure that stands by itself. */
export const lightPalette: Palette = {
  paper: "#ffffff",
  ink: "#1b1b1b",
  muted: "#595f66",
  rule: "#8a9097",
  data: "#c24e00",
  mean: "#00727f",
  truth: "#1b1b1b",
  functionBand: "#cdd2d7",
  observationBand: "#e9ebee",
  edge: "#767c83",
  wash: "#f4f5f6",
  series: ["#332b98", "#cb568f", "#38965d", "#6a0417", "#767ec8", "#7d8c00", "#521a4d", "#7d571f"],
};

/** Colours on a dark ground, for readers whose system is set to dark. */
export const darkPalette: Palette = {
  paper: "#15171a",
  ink: "#e8e6e3",
  muted: "#a8adb3",
  rule: "#6d737a",
  data: "#ff9f4a",
  mean: "#4fc9d8",
  truth: "#f2f2f2",
  functionBand: "#454b52",
  observationBand: "#2a2e33",
  edge: "#9aa0a6",
  wash: "#202327",
  series: ["#47affd", "#c35584", "#2e9354", "#ea9f90", "#886bb9", "#c6e281", "#ffc0f9", "#8e7720"],
};
