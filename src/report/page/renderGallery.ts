import { type Html, html } from "./html.ts";
import { pageShell } from "./pageShell.ts";
import type { PageOpening } from "./readPage.ts";
import { createNames, textHtml } from "./text.ts";

/** A page that the gallery leads to. */
export interface GalleryPage extends PageOpening {
  /** Where it is, relative to the gallery. */
  readonly href: string;
}

/** What the gallery says of itself. */
export interface GalleryOptions {
  readonly title: string;
  readonly subtitle: string;
}

/** A page of pages: title, subject and finding of each, in the given order. The same pages give the same bytes. */
export function renderGallery(pages: readonly GalleryPage[], { title, subtitle }: GalleryOptions): string {
  return pageShell({
    title,
    header: html`<p class="subtitle">${subtitle}</p>\n`,
    main: pages.map(renderEntry),
  });
}

function renderEntry({ href, title, subtitle, verdict }: GalleryPage, i: number): Html {
  const names = createNames();
  const subject =
    subtitle === undefined ? undefined : html`<p class="subtitle">${textHtml(subtitle, names)}</p>\n`;
  return html`<section aria-labelledby="p${i + 1}">
<h2 id="p${i + 1}"><a href="${href}"><bdi>${title}</bdi></a></h2>
${subject}<p>${textHtml(verdict, names)}</p>
</section>
`;
}
