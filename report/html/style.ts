/** Colours as in colours.ts; `data-theme` is the reader's choice, the system's is the default. */
export const style = `
:root{color-scheme:light;--paper:#fff;--ink:#222;--quiet:#5f5f5f;--line:#d5d8dc;--soft:#f4f6f8;--accent:#005a8e}
:root[data-theme=dark]{color-scheme:dark;--paper:#16191d;--ink:#ececec;--quiet:#b4b9c0;--line:#3a4048;--soft:#20252b;--accent:#7cc4f0}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--paper:#16191d;--ink:#ececec;--quiet:#b4b9c0;--line:#3a4048;--soft:#20252b;--accent:#7cc4f0}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;background:var(--paper);color:var(--ink);margin:0 auto;max-width:78rem;padding:1rem 1.25rem 3rem;overflow-wrap:anywhere}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem}
h1{font-size:1.25rem;margin:0}h2{font-size:1.35rem;line-height:1.25;margin:1.5rem 0 .3rem}h3{font-size:1.1rem;margin:1.8rem 0 .4rem}h4{font-size:.92rem;margin:0 0 .3rem}
a{color:var(--accent)}p{margin:.25rem 0}.quiet,caption,footer{color:var(--quiet);font-size:.88rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button,select{font:inherit;color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:.4rem;padding:.35rem .8rem;max-width:100%}
.verdicts{list-style:none;margin:.5rem 0;padding:0;display:grid;gap:.6rem}
.verdict{background:var(--soft);border:1px solid var(--line);border-left:.4rem solid var(--quiet);border-radius:.4rem;padding:.6rem .9rem}
.verdict a,.verdict strong{display:block}.verdict strong{font-size:1.08rem}
.faster{border-left-color:#009e73}.slower{border-left-color:#d55e00}.no-difference{border-left-color:#0072b2}.invalid{border-left-color:#cc79a7}
.run{border-top:1px solid var(--line);margin-top:2rem}
.wide{overflow-x:auto;margin:.6rem 0}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.2rem 0}td,th{padding:.28rem .7rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
thead th:first-child,tbody th{text-align:left}tbody th{font-weight:400}.chosen td,.chosen th{font-weight:700;background:var(--soft)}
.notes{font-size:.9rem;padding-left:1.2rem;margin:.4rem 0}
.controls{display:flex;flex-wrap:wrap;gap:.6rem 1.4rem;align-items:center;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;padding:.6rem .9rem;margin:1rem 0}
.controls[hidden]{display:none}fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;align-items:center}legend{float:left;padding:0;margin-right:.5rem;color:var(--quiet)}
input{accent-color:var(--accent);width:1.05rem;height:1.05rem;vertical-align:-.15rem}
@media (min-width:48rem) and (min-height:40rem){.controls{position:sticky;top:0;z-index:1}}
figure{margin:0}.panels{display:flex;flex-wrap:wrap;gap:1rem 1.5rem}.panel{min-width:0;max-width:100%}.canvas{position:relative;width:100%}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.4rem;padding:.8rem;overflow-x:auto;font-size:.88rem;overflow-wrap:normal}
details{margin:.3rem 0}summary{cursor:pointer;color:var(--accent);font-size:.9rem}footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.8rem}
@media (max-width:30rem){.verdict strong{font-size:.98rem}body{padding:.75rem .75rem 2rem}h2{font-size:1.15rem}.panel{flex-basis:100%!important}}
@media print{.controls,button{display:none}}
`
