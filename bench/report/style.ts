/** How the report looks: paper and ink by day and by night; hues tell lines apart, and dashes and names say the same. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --ink: #1d2126; --soft: #5c6570; --line: #d9d5cc; --accent: #1f5fbf;
  --doubt: #8a5a00; --doubt-paper: #fff6e0; --worse: #b3261e; --better: #1c7a4a;
  --c0: #1f5fbf; --c1: #c2410c; --c2: #12807a; --c3: #8a3ea8; --c4: #9a6b00; --c5: #b02a6b; --c6: #3f6b1f; --c7: #55606c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --raised: #1c2024; --ink: #e6e8ea; --soft: #9aa4ae; --line: #343a41; --accent: #7fb0ff;
    --doubt: #f0c060; --doubt-paper: #2b2414; --worse: #ff8a80; --better: #6fd39c;
    --c0: #7fb0ff; --c1: #ff8a5c; --c2: #40c0b5; --c3: #d68be0; --c4: #e5b33a; --c5: #f07fb4; --c6: #9ccc65; --c7: #a9b5c1;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; max-width: 1180px; padding: 20px 24px 64px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
h1 { margin: 0 0 6px; font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 0; font-size: 19px; line-height: 1.3; font-weight: 650; }
h3 { margin: 0 0 6px; font-size: 14px; font-weight: 650; }
.name { color: var(--soft); font-size: 13px; margin: 0 0 2px; }
.facts { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 6px 0 0; font-size: 14px; }
.facts div { display: flex; gap: 6px; min-width: 0; }
.facts dt { color: var(--soft); white-space: nowrap; }
.facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
nav { margin: 16px 0 0; display: flex; flex-wrap: wrap; gap: 4px 16px; }
nav a { padding: 3px 0; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { margin-top: 40px; padding-top: 20px; border-top: 1px solid var(--line); }
.paper { margin: 12px 0 0; padding: 8px 14px; border-left: 3px solid var(--line); color: var(--soft); max-width: 75ch; }
.paper b { color: var(--ink); font-weight: 600; }
.doubts { margin: 12px 0 0; padding: 8px 14px; border-left: 3px solid var(--doubt); background: var(--doubt-paper); max-width: 90ch; }
.doubts p { margin: 0; } .doubts ul { margin: 2px 0 0; padding-left: 18px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 20px; margin-top: 16px; }
figure { margin: 0; padding: 14px 14px 10px; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; min-width: 0; }
figure h3 .unit { color: var(--soft); font-weight: 400; }
.plot { min-height: 250px; }
.keys { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 6px 0 0; padding: 0; list-style: none; font-size: 13px; }
.keys svg { vertical-align: middle; margin-right: 5px; }
.reading { min-height: 1.5em; margin: 2px 0 0; font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums; }
.bars { margin: 0; font-size: 13px; }
.bars .place { margin: 8px 0 2px; font-weight: 600; overflow-wrap: anywhere; }
.bars .bar { display: grid; grid-template-columns: minmax(0, 9em) 1fr auto; gap: 8px; align-items: center; }
.bars .bar .what { color: var(--soft); overflow-wrap: anywhere; }
.bars .bar .track { display: block; height: 12px; }
.bars .bar .fill { display: block; height: 100%; border-radius: 2px; min-width: 1px; }
.bars .bar .value { font-variant-numeric: tabular-nums; }
details { margin-top: 12px; }
summary { cursor: pointer; padding: 4px 0; color: var(--accent); }
.wide { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 500; } th.word, td.word { text-align: left; }
.settings td.meaning { white-space: normal; color: var(--soft); min-width: 18em; }
.few { color: var(--soft); }
.mark { color: var(--doubt); font-weight: 650; padding-left: 2px; }
tr.doubted { background: var(--doubt-paper); }
td.reasons { white-space: normal; color: var(--soft); min-width: 18em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.worse { color: var(--worse); font-weight: 600; } .better { color: var(--better); font-weight: 600; }
.fine { color: var(--soft); font-size: 13px; }
.u-legend { display: none; }
@media (max-width: 600px) {
  body { padding: 16px 14px 48px; } h1 { font-size: 21px; } h2 { font-size: 17px; }
  figure { padding: 12px 10px 8px; } .bars .bar { grid-template-columns: minmax(0, 6.5em) 1fr auto; }
  nav a { padding: 6px 0; }
}
@media print { details > * { display: block; } }
`
