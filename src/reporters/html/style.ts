import { cssVariables } from './palette.ts';

/** The style sheet of a page: light, dark on a screen that asks for it, always light on paper. No '<' and no '&'. */
export const style = `
:root{${cssVariables('light')}color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root{${cssVariables('dark')}color-scheme:dark}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:72rem;padding:0 1rem 2rem;background:var(--paper);color:var(--ink);font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
main:focus{outline:none}
code{font:.875em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
h1,h2,h3,p,ul,dl,dd,figure{margin:0;padding:0}
h2{font-size:1.35rem;margin:2.25rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
h3{font-size:1.05rem}
.note,.reason{color:var(--faint);font-size:.875rem}
.skip{position:absolute;left:-100vw;background:var(--paper);padding:.5rem 1rem}
.skip:focus{left:1rem;top:.5rem;z-index:1}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.doubt{--tone:var(--doubt)}.void{--tone:var(--void)}.plain{--tone:var(--faint)}
.shape{width:1.15em;height:1.15em;flex:none;vertical-align:-.2em;fill:none;stroke:var(--tone,currentColor);stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.verdict{margin:1rem 0;padding:1rem 1.25rem 1.1rem;background:var(--card);border:1px solid var(--rule);border-left:.6rem solid var(--tone);border-radius:.5rem}
.verdict.void,.verdict.doubt{border-left-style:double}
.kicker{color:var(--faint);overflow-wrap:anywhere}
.kicker strong{color:var(--ink)}
h1{display:flex;flex-wrap:wrap;align-items:center;gap:.1em .35em;font-size:1.35rem;line-height:1.25;color:var(--tone)}
h1 .shape{font-size:2.3rem}
h1 .word{font-size:2.5rem;font-weight:800;letter-spacing:.01em}
h1 .meaning{color:var(--ink)}
.why{margin:.35rem 0 0;font-size:1.1rem;overflow-wrap:anywhere}
.why .reason{display:block}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;margin:.6rem 0 0}
.chips li{border:2px solid var(--doubt);color:var(--doubt);border-radius:1rem;padding:.1rem .7rem;font-weight:600;font-size:.95rem}
.verdict dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:.15rem 1.5rem;margin-top:.75rem}
.verdict dl div{display:flex;gap:.6rem}
dt{flex:none;width:4.6rem;color:var(--faint)}
dd{overflow-wrap:anywhere;min-width:0}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--faint);font-size:.875rem;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--rule)}
th{font-weight:600}
thead th{color:var(--faint);font-size:.875rem;vertical-align:bottom}
.numbers td,.numbers thead th+th{text-align:right}
.numbers tbody th,.numbers td{white-space:nowrap}
.facts th{width:13rem;font-weight:400;color:var(--faint)}
.facts td{overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
details{margin-top:.5rem}
details .scroll{max-height:28rem;overflow-y:auto}
summary{cursor:pointer;color:var(--link);padding:.25rem 0}
.cards{font-size:.95rem}
.subject{display:block}
.cards code{color:var(--faint);font-weight:400}
.cards td:nth-child(2),.cards td:nth-child(3),.cards td:nth-child(4){white-space:nowrap}
.cards th:first-child{width:17rem}
.cards td:nth-child(5){width:14rem}
.cards td:nth-child(6){min-width:8rem}
.cards td:nth-child(7){color:var(--faint);font-size:.875rem;width:16rem}
.status{color:var(--tone);font-weight:700;white-space:nowrap}
.doubted{border:2px solid var(--void);border-radius:.4rem;color:var(--void);padding:.4rem .75rem;font-weight:600;margin:.5rem 0}
.interval{display:block;width:100%;max-width:15rem;min-width:11rem;overflow:visible}
.interval text,.plot text{font:12px system-ui,sans-serif;fill:var(--faint)}
.interval text{font-size:13px}
.allowed{fill:var(--allowed)}
.plain .allowed{fill:var(--card)}
.track{stroke:var(--rule);fill:none}
.bar{stroke:var(--tone);stroke-width:5;fill:none}
.cap{stroke:var(--tone);stroke-width:2;fill:none}
.limit-line{stroke:var(--ink);stroke-width:2;fill:none}
.origin{stroke:var(--faint);stroke-width:1;stroke-dasharray:2 2;fill:none}
.point{fill:var(--tone);stroke:var(--paper);stroke-width:1.5}
.point.cross{stroke:var(--tone);stroke-width:3.5;fill:none}
.pair,.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:1.5rem 2rem;align-items:start}
.pair{margin-top:.75rem}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;list-style:none;font-size:.875rem;margin:.25rem 0}
.swatch{width:28px;height:10px;vertical-align:middle}
.plot{display:block;width:100%;max-width:36rem;overflow:visible;touch-action:pan-y}
.grid path{stroke:var(--rule);fill:none}
.fault-band{fill:var(--faulty);stroke:none}
.axis{stroke:var(--faint);fill:none}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.line.hit{stroke:var(--hit)}.line.miss{stroke:var(--miss);stroke-dasharray:7 3}.line.unknown{stroke:var(--other);stroke-dasharray:2 3}.line.other{stroke:var(--other)}.line.bad{stroke:var(--bad)}
.line.strong{stroke-width:2.6}.line.thin{stroke-width:1;opacity:.75}
.line.p50{stroke-dasharray:none;stroke-width:1.3}.line.p95{stroke-dasharray:none;stroke-width:2.8}.line.p99{stroke-dasharray:2 3}
.line.before{stroke-dasharray:6 4;stroke-width:1.8}.line.after{stroke-dasharray:none;stroke-width:2.8}
.line.limit,.line.predicted{stroke-width:1.6;stroke-dasharray:10 3 2 3;stroke:var(--limit)}
.line.predicted{stroke:var(--ink);stroke-dasharray:4 3}
.line.limit.hit{stroke:var(--hit)}.line.limit.miss{stroke:var(--miss)}.line.limit.unknown{stroke:var(--other)}
.plot .on-plot{fill:var(--limit);paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.plot .on-plot.predicted{fill:var(--ink)}.plot .on-plot.hit{fill:var(--hit)}.plot .on-plot.miss{fill:var(--miss)}.plot .on-plot.unknown{fill:var(--other)}
.cursor{stroke:var(--ink);fill:none}
.read-out{min-height:1.4em;font-size:.875rem}
.values{font-size:.875rem}
.amount{width:100px;height:12px;fill:var(--bad)}
.change-bars{display:block;width:100%;max-width:36rem}
.change-bars text{font:12px system-ui,sans-serif;fill:var(--ink)}
.change-bars .part{fill:var(--other)}
.change-bars .total{fill:var(--ink)}
.findings{list-style:none}
.findings li{display:flex;gap:.6rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.findings .shape{font-size:1.3rem;margin-top:.1rem}
.remedy{color:var(--faint)}
.sign-off{margin-top:1rem}
.sign-off td{height:2.4rem;border-left:1px solid var(--rule);padding-left:.5rem}
footer{margin-top:2.5rem;color:var(--faint);font-size:.875rem;overflow-wrap:anywhere}
@media screen and (max-width:60rem){
.cards,.cards caption,.cards tbody,.cards tr,.cards th,.cards td{display:block;width:auto}
.cards thead{display:none}
.cards tr{border:1px solid var(--rule);border-radius:.4rem;padding:.5rem .75rem;margin:.6rem 0}
.cards th,.cards td{border:0;padding:.1rem 0}
.cards td{display:flex;gap:.6rem}
.cards td::before{content:attr(data-title);flex:none;width:7.5rem;color:var(--faint);font-size:.875rem}
.cards td:nth-child(5){width:auto}
.cards th:first-child,.cards td:nth-child(7){width:auto}
}
@media screen and (max-width:32rem){
h1{font-size:1.1rem}
h1 .word{font-size:1.75rem}
h1 .shape{font-size:1.7rem}
.facts th{width:8rem}
.cards td:nth-child(5){display:block}
.cards td:nth-child(5)::before{display:none}
.interval{max-width:18rem}
}
@media print{
@page{margin:14mm}
body{max-width:none;padding:0;font-size:10.5pt}
h1 .word{font-size:2.2rem}
.cards{font-size:8.5pt}
.cards th:first-child{width:25%}.cards td:nth-child(5){width:18%}.cards td:nth-child(7){width:19%}
.cards td:nth-child(6){min-width:0}
.cards .note{font-size:8pt}
.cards td:nth-child(7){font-size:8pt}
.interval{min-width:8rem}
.plots,.pair{grid-template-columns:1fr 1fr;gap:1rem 1.5rem}
nav,.skip,.read-out,a[href="#seconds"]{display:none}
figure,tr,.findings li,.verdict{break-inside:avoid}
h2,h3,caption,thead,section>.note{break-after:avoid}
.scroll,details .scroll{overflow:visible;max-height:none}
.verdict,.allowed,.bar,.fault-band{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
