import { existsSync } from "node:fs";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { lightPalette } from "../report/palette.ts";

/** Options of {@link svgToPng}. */
export interface SvgToPngOptions {
  /** Pixels per unit of the drawing; default 2. */
  readonly scale?: number;
  readonly signal?: AbortSignal;
}

/** Where systems keep the font that figures are measured in. */
const FONT_FOLDERS = ["truetype/liberation", "truetype/liberation2", "liberation-sans", "liberation", "TTF"];

/** Its files, where it is installed: other fonts are then not looked at. */
function liberationSans(): string[] {
  const folder = FONT_FOLDERS.map((name) => `/usr/share/fonts/${name}`).find((path) =>
    existsSync(`${path}/LiberationSans-Regular.ttf`),
  );
  if (folder === undefined) return [];
  return ["Regular", "Bold", "Italic", "BoldItalic"].map((style) => `${folder}/LiberationSans-${style}.ttf`);
}

/** Characters beyond Latin, Greek, Cyrillic, punctuation and mathematics: only other fonts have them. */
const OTHER_SCRIPT = /[^\s -\u052f\u1e00-\u22ff]/u;

/**
 * A figure as a picture, on white, by the optional package `@resvg/resvg-js`. Text is set in Liberation Sans where that is
 * installed, and otherwise in what the system has for Helvetica or Arial. The bytes depend on the fonts and on the version of
 * that package: they are not promised.
 *
 * @param svg A figure of `reportFigures`.
 * @throws ArgumentError if the package is not installed, or the scale is none.
 */
export async function svgToPng(svg: string, options: SvgToPngOptions = {}): Promise<Uint8Array> {
  checkKeys("svgToPng", options, ["scale", "signal"]);
  const { scale = 2, signal } = options;
  checkNumber("svgToPng", "scale", scale, { above: 0, max: 20 });
  signal?.throwIfAborted();
  const { renderAsync } = await loadRenderer();
  const fontFiles = liberationSans();
  const picture = await renderAsync(svg, {
    background: lightPalette.paper,
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: fontFiles.length === 0 || OTHER_SCRIPT.test(svg),
      fontFiles,
      defaultFontFamily: "Liberation Sans",
      sansSerifFamily: "Liberation Sans",
    },
  });
  signal?.throwIfAborted();
  return picture.asPng();
}

/** What is used of the package; its own types are not there where it is not installed. */
export interface Renderer {
  renderAsync(svg: string, options: object): Promise<{ asPng(): Uint8Array }>;
}

/** Loads the package that draws pictures, or says how to get it. Called early, so that nobody waits for a fit in vain. */
export async function loadRenderer(): Promise<Renderer> {
  try {
    return await import("@resvg/resvg-js");
  } catch (cause) {
    const error = new ArgumentError({
      where: "svgToPng",
      problem: "pictures are drawn by the package @resvg/resvg-js, which cannot be loaded",
      fix: "Install it beside credence with npm install @resvg/resvg-js, or write svg.",
    });
    error.cause = cause;
    throw error;
  }
}
