import { JSDOM } from "../jsdom.ts";

let shared: Document | undefined;

/** The one document in which figures are drawn when the caller has none; made on first use and used again after. */
export function reportDocument(): Document {
  shared ??= new JSDOM("").window.document;
  return shared;
}
