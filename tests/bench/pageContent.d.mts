import type { ReportContent } from "../../src/report/page/content.ts";

export function pageContent(results: object, hash: string): ReportContent;
