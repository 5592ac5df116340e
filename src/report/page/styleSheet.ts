import { darkPalette, lightPalette, type Palette } from "../palette.ts";

function variables({ series, ...roles }: Palette): string {
  const numbered = series.map((colour, i): [string, string] => [`series-${i + 1}`, colour]);
  return [...Object.entries(roles), ...numbered]
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(";");
}

const text = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:3.5rem 1.25rem 4rem;max-width:47.5rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.55 Charter,"Bitstream Charter","Sitka Text",Cambria,"Liberation Serif",Georgia,serif;overflow-wrap:anywhere}
h1,h2,h3{font-weight:600;line-height:1.2;text-wrap:balance}
h1{font-size:2.1rem;font-weight:500;letter-spacing:-.01em;margin:0 0 .4rem}
h2{font-size:1.35rem;margin:3rem 0 .7rem}
h3{font-size:1.0625rem;margin:1.6rem 0 .5rem}
p,dl,.notes,nav{max-width:40rem}
p{margin:0 0 .9rem;text-wrap:pretty}
a{color:var(--mean)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--mean);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.3rem .7rem;background:var(--paper);border:1px solid var(--rule)}
.subtitle{color:var(--muted);margin-bottom:0}
header{margin-bottom:2rem}
.verdict{font-size:1.3rem;line-height:1.42;margin:0 0 1.2rem}
nav{margin:1.6rem 0 0;font-size:.9375rem}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.15rem 1.4rem}
nav a{text-decoration-thickness:1px;text-underline-offset:.18em}
.notes{list-style:none;margin:1.2rem 0;padding:0}
.notes li{padding-left:.9rem;border-left:2px solid var(--rule);margin-bottom:.6rem}
.notes .warning{border-left-color:var(--data)}
`;

const tables = `
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font:.8125rem/1.4 var(--sans);font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;color:var(--muted);padding:0 0 .45rem}
th{font-weight:600;text-align:right;vertical-align:bottom}
th:first-child,.word{text-align:left}
td{text-align:right}
th,td{padding:.28rem 0 .28rem 1.5rem;max-width:16rem}
th:first-child,td:first-child{padding-left:0}
thead th{border-bottom:1px solid var(--rule);color:var(--muted);font-weight:500}
.scores{min-width:min(100%,30rem);overflow-wrap:break-word;margin:1.4rem 0 .4rem;font-size:.9375rem}
.scores caption{font-size:.8125rem}
.scores thead th{border-top:1px solid var(--ink)}
.scores tbody tr:last-child>*{border-bottom:1px solid var(--ink)}
.scores tbody th{font-weight:400}
.scores tbody td,.scores tbody th{vertical-align:top}
.scores td:not(.word){white-space:nowrap}
details{margin-top:.6rem;font:.8125rem/1.4 var(--sans);color:var(--muted)}
summary{cursor:pointer;width:max-content;max-width:100%}
details .scroll{margin-top:.8rem}
.numbers{color:var(--ink);font-size:.75rem}
.numbers th,.numbers td{padding:.12rem 0 .12rem 1.1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;margin:1rem 0;font-size:.9375rem}
dt{color:var(--muted)}
dd{margin:0}
pre{margin:.6rem 0;padding:.8rem 1rem;background:var(--wash);white-space:pre-wrap}
code{font:.8125rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
footer{margin-top:3.5rem;border-top:1px solid var(--rule)}
footer h2{margin-top:2rem}
.names{padding-left:1.1rem;font-size:.8125rem}
.symbol{white-space:nowrap}
.symbol sup,.symbol sub{font-size:.7em;line-height:0}
.symbol sub{margin-left:-.5em}
`;

const figures = `
.figure{margin:1.4rem 0 2.6rem;container-type:inline-size}
figure{margin:0}
figcaption{margin-top:.4rem;font:.8125rem/1.5 var(--sans);color:var(--muted);max-width:44rem}
figcaption strong,.finding{color:var(--ink)}
.finding{font-weight:500}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:0 0 .9rem;padding:0;font:.8125rem/1.4 var(--sans)}
.key li{display:flex;align-items:center;gap:.45rem}
.sample{flex:none}
.direct .key{display:none}
.shared-y,.shared-x{margin:0;max-width:none;font:.75rem/1.4 var(--sans);color:var(--muted)}
.shared-y{margin-bottom:.3rem}
.shared-x{text-align:center}
.panels{display:grid;gap:0 24px;overflow:hidden}
.size-half .panels{max-width:22.5rem}
.columns-2{grid-template-columns:repeat(2,minmax(0,1fr))}
.columns-3{grid-template-columns:repeat(3,minmax(0,1fr));gap:12px 16px}
.rows-2{grid-auto-flow:column;grid-template-rows:repeat(2,auto)}
.row{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px;margin:1.4rem 0 2.6rem}
.row .figure{margin:0}
.panel{display:block;width:100%;height:auto;font-family:var(--sans);font-size:12px;font-variant-numeric:tabular-nums lining-nums}
.size-third .panel{font-size:11px}
.panel text,.panel tspan{white-space:pre}
.panel text{fill:var(--muted)}
.panel .heading,.panel .mark-name,.panel .truth-name{fill:var(--ink)}
.panel .mean-name{fill:var(--mean)}
.panel .data-name{fill:var(--data)}
.function-band{fill:var(--function-band)}
.observation-band{fill:var(--observation-band)}
.edge{stroke:var(--edge)}
.function-bar{stroke:var(--function-band)}
.mean{stroke:var(--mean)}
.truth{stroke:var(--truth)}
.data{stroke:var(--data)}
.miss{fill:var(--data)}
.held-out{fill:var(--paper);stroke:var(--data)}
.histogram{fill:var(--mean);stroke:var(--mean)}
.reference,.maximum,.joint{stroke:var(--ink)}
.axis{stroke:var(--rule)}
text.axis,.axis text{stroke:none}
@container (max-width:40rem){.panel{font-size:13.5px}.crop .panel{width:117%}.crop .direct{display:none}.direct .key{display:flex}
.size-half .panel{font-size:12px}}
@container (max-width:30rem){.panel{font-size:15px}.columns-3{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px 14px}
.rows-2{grid-auto-flow:row;grid-template-rows:none}.size-third .panel{font-size:12px}}
@container (max-width:24rem){.panel{font-size:17px}.size-third .panel{font-size:13px}}
@media (max-width:40rem){body{padding-top:1.8rem}h1{font-size:1.65rem}.verdict{font-size:1.15rem}.row{grid-template-columns:minmax(0,1fr);gap:2.4rem}
th,td{padding-left:1rem}.scores{font-size:.875rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
`;

/** Lines and points of the series; a name beside them is in ink. */
const series = lightPalette.series
  .map(
    (_, i) =>
      `.series-${i + 1}{stroke:var(--series-${i + 1})}.series-fill-${i + 1}{fill:var(--series-${i + 1})}`,
  )
  .join("\n");

const media = `
@media (prefers-color-scheme:dark){:root{${variables(darkPalette)}}}
@media (prefers-reduced-motion:reduce){*{scroll-behavior:auto!important;transition:none!important;animation:none!important}}
@media print{:root{color-scheme:light;${variables(lightPalette)}}
@page{margin:18mm 16mm;@bottom-center{content:counter(page)}}
body{max-width:none;padding:0;font-size:10.5pt}
.skip,nav,details:not([open]){display:none}
.figure,.row,table.scores,.notes li{break-inside:avoid}
h1,h2,h3{break-after:avoid}
pre{border:1px solid var(--rule)}
a{color:inherit;text-decoration:none}}
`;

const root =
  `:root{color-scheme:light dark;` +
  `--sans:-apple-system,"Segoe UI","Helvetica Neue","Liberation Sans",Arial,sans-serif;${variables(lightPalette)}}`;

/** The one style sheet of every page. */
export const styleSheet: string = `${root}${text}${tables}${figures}${series}${media}`;

/**
 * SHA-256 of the style sheet in base 64, for the page's content security policy. A constant, since the style sheet is
 * one; a test computes it anew and names the right value when the style sheet has changed.
 */
export const styleHash = "C2AGU4ESBqdzLwhNo5fKsCgzwxv2DK8KMbyKtjzktQs=";
