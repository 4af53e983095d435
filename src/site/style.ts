/** The one style sheet. Contrast is AA or better in both schemes; colours of TLP labels are FIRST's. */
export const STYLE = `
:root{--ink:#16202c;--soft:#4c5a69;--line:#d5dce4;--page:#f5f7f9;--card:#fff;--link:#0b57a4;--focus:#b54700;--accent:#0f3d66;
--warn:#fff4dc;--warn-line:#c98a00;--bad:#a3160f;--bad-bg:#fdeceb;--good:#0d6a3c;--good-bg:#e5f5ec;--chip:#e8edf2;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#a9b6c4;--line:#33404d;--page:#10161d;--card:#18212b;--link:#7cb8f5;--focus:#ffb36b;--accent:#0b1f33;
--warn:#33290f;--warn-line:#d9a227;--bad:#ff9b93;--bad-bg:#3a1a18;--good:#7fd6a5;--good-bg:#12301f;--chip:#26313d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:74rem;margin:0 auto;padding:1.25rem 1rem 3rem}
main:focus{outline:none}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
h1{font-size:1.75rem;line-height:1.2;margin:.25rem 0 .5rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:0 0 .75rem}
h3{font-size:1rem;margin:0 0 .35rem;overflow-wrap:anywhere}
h4{font-size:1rem;margin:0 0 .3rem;overflow-wrap:anywhere}
p{margin:.4rem 0}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:9}
.tlp{background:#000;color:#fff;padding:.35rem 1rem;display:flex;flex-direction:row-reverse;gap:.75rem;align-items:baseline;font-size:.875rem}
.tlp-label{background:#000;font-weight:700;font-size:1rem;padding:.05rem .5rem;border-radius:2px;white-space:nowrap}
.tlp-words{color:#d0d0d0}
.tlp-red{color:#ff2b2b}.tlp-amber,.tlp-amber-strict{color:#ffc000}.tlp-green{color:#33ff00}.tlp-clear{color:#fff}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;background:var(--accent);padding:.6rem 1rem;color:#fff}
.top a{color:#fff;text-decoration:none;padding:.25rem 0}
.top a:hover{text-decoration:underline}
.top a:focus-visible,.top button:focus-visible{outline-color:#fff}
.brand{font-weight:700;font-size:1.15rem;letter-spacing:.02em}
.top ul{display:flex;flex-wrap:wrap;gap:1.25rem;list-style:none;margin:0;padding:0}
.top [aria-current]{border-bottom:3px solid #fff}
.who{margin-left:auto;display:flex;gap:.75rem;align-items:center;font-size:.9rem}
.bottom{max-width:74rem;margin:0 auto;padding:0 1rem 1.5rem;color:var(--soft);font-size:.875rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1.1rem 1.25rem;margin:1rem 0}
.lead{font-size:1.05rem}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;margin:.5rem 0}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
.chip{display:inline-block;background:var(--chip);border-radius:99px;padding:.05rem .6rem;font-size:.8125rem;white-space:nowrap}
.chip.bad,.sev-high{background:var(--bad-bg);color:var(--bad)}.chip.good{background:var(--good-bg);color:var(--good)}
.chip.warn,.sev-medium{background:var(--warn);color:var(--ink);box-shadow:inset 0 0 0 1px var(--warn-line)}
.chip.sev-high{font-weight:700}
.gaps{background:var(--warn);border-left:6px solid var(--warn-line)}
.gaps ul{margin:.5rem 0;padding-left:1.2rem}.gaps li{margin:.4rem 0}
.withdrawn{background:var(--bad-bg);border-left:6px solid var(--bad)}
.say{border-left:4px solid var(--line);padding-left:.9rem;margin:.75rem 0}
.say.answered{border-left-color:var(--warn-line)}
.weights{margin:.6rem 0}.weight{font-variant-numeric:tabular-nums;font-weight:600}
.conclusion{white-space:pre-wrap;overflow-wrap:anywhere}
.finding{border-top:1px solid var(--line);padding:.8rem 0}
.finding:first-of-type{border-top:0}
.hostile{overflow-wrap:anywhere}.lines{white-space:pre-wrap}
code,.mono{font-family:var(--mono);font-size:.875em;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem}
caption{text-align:left;color:var(--soft);padding-bottom:.5rem;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;white-space:nowrap}
.value{min-width:14rem}
td .chip{vertical-align:baseline}
.copy{font-size:.75rem;padding:.05rem .45rem;margin-left:.4rem}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;margin:.75rem 0 0;padding:0}
figure{margin:0;max-width:22rem}
figure img,figure video{max-width:100%;max-height:26rem;border:1px solid var(--line);border-radius:4px;background:#888}
figcaption{font-size:.8125rem;color:var(--soft);overflow-wrap:anywhere}
.tree,.tree ul{list-style:none;padding-left:1.1rem;margin:.2rem 0}.tree{padding-left:0}
.tree ul{border-left:2px solid var(--line);margin-left:.35rem}
.tree li{padding:.25rem 0}
form.card label,fieldset label{display:block;margin:.75rem 0 .2rem;font-weight:600}
fieldset{border:1px solid var(--line);border-radius:6px;margin:1rem 0;padding:.5rem 1rem 1rem}
legend{font-weight:600;padding:0 .4rem}
form.card label.tick,label.tick{font-weight:400;display:flex;gap:.5rem;align-items:baseline;margin:.35rem 0}
input[type=text],input[type=password],input[type=search],input[type=date],select,textarea,input[type=file]{font:inherit;line-height:1.4;min-height:2.6rem;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:5px;padding:.45rem .6rem;width:100%;max-width:40rem}
textarea{min-height:7rem;max-width:100%}
.hint{color:var(--soft);font-size:.875rem;margin:.15rem 0}
button,.button{font:inherit;cursor:pointer;border:1px solid var(--link);background:var(--link);color:var(--card);border-radius:5px;padding:.45rem .95rem;text-decoration:none;display:inline-block}
button.plain,.button.plain{background:transparent;color:var(--link)}
button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.top button.quiet{background:transparent;border:1px solid #9fb4c8;color:#fff;padding:.15rem .6rem;font-size:.875rem}
.row{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:.6rem 0}
.row label{margin:0}.row>div{flex:1 1 11rem}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.75rem 0}
.actions form{margin:0}
progress{width:100%;height:1.1rem}
.toc{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.75rem 0;font-size:.925rem}
.cards{list-style:none;padding:0}
.error{border-left:6px solid var(--bad)}
@media (max-width:42rem){
 main{padding:1rem .75rem 2rem}.card{padding:.9rem}
 h1{font-size:1.4rem}.facts{grid-template-columns:1fr}.facts dt{margin-top:.4rem;font-size:.8125rem}
 .tlp-words{display:none}
 table.stack thead{position:absolute;left:-999rem}
 table.stack,table.stack tbody,table.stack tr,table.stack td,table.stack caption{display:block}
 table.stack tr{border-bottom:1px solid var(--line);padding:.5rem 0}
 table.stack td{border:0;padding:.1rem 0}
 table.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--soft);font-size:.8125rem}
 table.weights td[data-label]::before{content:none}table.weights tr{display:grid;grid-template-columns:6.2rem 1fr}table.weights td.soft{grid-column:2;font-size:.8125rem}
}
@media print{
 :root{--page:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999}
 body{font-size:11pt}
 .top,.skip,.actions,.copy,form,.toc,.bottom{display:none!important}
 .card{border:0;padding:.25rem 0;break-inside:auto}.finding,figure,tr{break-inside:avoid}
 .tlp{-webkit-print-color-adjust:exact;print-color-adjust:exact}
 .tlp:last-child{position:fixed;bottom:0;left:0;right:0}
 a{color:inherit;text-decoration:none}
}
@media (prefers-reduced-motion:reduce){*{scroll-behavior:auto!important}}
`;

export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0f3d66"/><path d="M16 6 26 26H6Z" fill="none" stroke="#fff" stroke-width="3"/></svg>';
