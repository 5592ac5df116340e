import { sha256 } from "../io/hash.ts";
import type { ReportContent } from "../report/page/content.ts";
import { jsonText } from "../report/page/jsonText.ts";
import { plainText } from "../report/page/text.ts";

/**
 * What programs want to know of a report, as JSON: the version, its title, its finding in words, the metrics themselves, its notes and how
 * it came about. `provenance.hash` is that of the whole provenance, the specs of data, model and method included: two
 * reports with the same hash are of the same computation. No time is in it: the same report gives the same bytes.
 */
export function metricsText(content: ReportContent, metrics: Readonly<Record<string, unknown>>): string {
  const { command, version, seed, data } = content.provenance;
  return jsonText({
    credence: version,
    title: content.title,
    finding: plainText(content.verdict),
    ...metrics,
    notes: (content.notes ?? []).map(({ level, text }) => ({ level, text: plainText(text) })),
    provenance: { hash: sha256(jsonText(content.provenance)), command, version, seed, data },
  });
}
