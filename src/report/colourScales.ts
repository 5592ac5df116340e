/** Colours of a scale, from the lowest step to the highest, on white paper and on a dark ground. */
export interface ColourScale {
  readonly light: readonly string[];
  readonly dark: readonly string[];
}

/** The scales: from nothing to much, and away from a middle to both sides. */
export type ScaleName = "sequential" | "diverging";

/**
 * Colours of surfaces: ten steps each, evenly spaced in the perceptual space OKLab. Lightness rises or falls along the whole
 * scale, and along each side of the diverging one, whose sides differ in blue against yellow, so that both are read without
 * red or green cones and in print. Every step lets the ink of its scheme be read on it.
 */
export const colourScales: Readonly<Record<ScaleName, ColourScale>> = {
  sequential: {
    light: [
      "#f3f6f6",
      "#e1eeee",
      "#cee6e6",
      "#bcdedf",
      "#a9d6d7",
      "#93cbcd",
      "#79bcc2",
      "#5eaeb6",
      "#40a0aa",
      "#0f929f",
    ],
    dark: [
      "#1c2226",
      "#1e2b30",
      "#1f333a",
      "#203c45",
      "#1f4550",
      "#1e4e59",
      "#1d5662",
      "#1a5f6a",
      "#156773",
      "#0e707c",
    ],
  },
  diverging: {
    light: [
      "#e0935a",
      "#e7a97c",
      "#eebe9c",
      "#f3d4bc",
      "#f8e9dc",
      "#e0f0f0",
      "#bddee0",
      "#99cbd1",
      "#74b9c1",
      "#4aa7b2",
    ],
    dark: [
      "#985416",
      "#7e491c",
      "#653e1e",
      "#4c331e",
      "#35281d",
      "#1b2f33",
      "#1c3e44",
      "#1c4e56",
      "#185f69",
      "#0e707c",
    ],
  },
};

/** How many colours each scale has. */
export const SCALE_STEPS = 10;
