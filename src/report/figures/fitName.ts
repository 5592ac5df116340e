import { visibleText } from "../format/visibleText.ts";
import type { PanelSize } from "./figure.ts";
import { panelMeasures } from "./panelSizes.ts";

const NARROW = /[ijlftrI.,:;'|!()[\] ]/;
const WIDE = /[mwMW@%…—]/;

/** Estimated width of a character in multiples of the size of the text, on the generous side. */
function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code >= 0x1100)
    return /[ᄀ-ᅟ\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character) || code > 0xffff
      ? 1.05
      : 0.62;
  if (NARROW.test(character)) return 0.36;
  if (WIDE.test(character)) return 0.96;
  return /[A-Z]/.test(character) ? 0.74 : 0.57;
}

/** Estimated width of a text in multiples of its size. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/**
 * The text, cut to a width given in multiples of its size if it is wider: the middle goes, and a third of the room is
 * kept for the end. Hidden characters are made visible first.
 */
export function fitText(text: string, room: number): string {
  const visible = visibleText(text);
  // Marks that combine with a letter have no width of their own; their number is limited as well.
  const characters = Array.from(visible);
  const most = Math.ceil(room * 4);
  if (characters.length <= most && textWidth(visible) <= room) return visible;
  const free = room - 1;
  const tail = takeWidth(characters.slice(-most).reverse(), free / 3).reverse();
  const head = takeWidth(characters.slice(0, most), free - textWidth(tail.join("")));
  return `${head.join("")}…${tail.join("")}`;
}

function takeWidth(characters: readonly string[], room: number): string[] {
  let width = 0;
  const end = characters.findIndex((character) => (width += widthOf(character)) > room);
  return characters.slice(0, end === -1 ? characters.length : end);
}

/** Those of the names that are too wide for this room, in multiples of the size of the text. */
export function tooWide(names: readonly string[], room: number): string[] {
  return names.filter((name) => fitText(name, room) !== visibleText(name));
}

/** A user's name as it stands on an axis or above a panel of this size. */
export function fitName(name: string, size: PanelSize): string {
  return fitText(name, panelMeasures[size].nameRoom);
}
