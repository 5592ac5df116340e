import { PRIOR_VARIANCE, type Text, type TextPiece } from "./text.ts";

/** What a page says of itself first. */
export interface PageOpening {
  readonly title: string;
  /** What was modelled, in one line. */
  readonly subtitle?: Text;
  /** The finding. */
  readonly verdict: Text;
}

/** Title, subtitle and verdict of a page of `renderReport`, from its markup. What it lacks is empty. */
export function readPage(page: string): PageOpening {
  const subtitle = /<p class="subtitle">(.*?)<\/p>/s.exec(page)?.[1];
  return {
    title: plain(/<title>(.*?)<\/title>/s.exec(page)?.[1] ?? ""),
    ...(subtitle === undefined ? {} : { subtitle: textOf(subtitle) }),
    verdict: textOf(/<p class="verdict">(.*?)<\/p>/s.exec(page)?.[1] ?? ""),
  };
}

/** The text that the markup of `textHtml` shows. */
function textOf(markup: string): readonly TextPiece[] {
  const pieces = markup.replaceAll(PRIOR_VARIANCE, "σ²_φ").split(/(<(?:strong|bdi|code)>.*?<\/\w+>)/s);
  return pieces.map((piece): TextPiece => {
    const [, element, inside] = /^<(strong|bdi|code)>(.*)<\/\w+>$/s.exec(piece) ?? [];
    if (element === undefined) return plain(piece);
    const words = plain(inside!);
    return element === "strong" ? { strong: words } : element === "bdi" ? { name: words } : { code: words };
  });
}

/** Characters instead of what `escapeHtml` writes for them. */
function plain(markup: string): string {
  return markup
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
