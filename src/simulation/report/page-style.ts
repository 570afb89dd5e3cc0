/**
 * How the page looks: paper and ink by day and by night, from variables that the canvas reads too (page-draw.ts),
 * so that a colour is said once. Hues tell groups apart, and never alone: shape or text says the same.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --raised: #ffffff; --band: #f3f1ec; --ink: #1d2126; --soft: #5c6570; --line: #d9d5cc;
  --accent: #1f5fbf; --violation: #d00016; --violation-paper: #fff0ef; --select: #1d2126; --on-bar: #ffffff;
  --serving: #68747f; --starting: #a9b4bf; --stopping: #a9b4bf; --paused: #e0a100; --down: #c9c4ba;
  --ok: #1c8057; --under-way: #8b8f96; --error-1: #b85c00; --error-2: #9c3fa8; --error-3: #7a6a00; --error-4: #a33a5b;
  --client: #2f6fd0; --replica: #12867f; --gossip: #9a948a; --failure: #b85c00;
  --network: #7a4fc4; --disk: #a06a1c; --clock: #2b83a5; --process: #55606c; --data: #b02a6b;
  --info: #8b8f96; --warn: #b07a00; --error: #c2410c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --raised: #1c2024; --band: #191d21; --ink: #e6e8ea; --soft: #9aa4ae; --line: #343a41;
    --accent: #7fb0ff; --violation: #ff5a5f; --violation-paper: #2b181a; --select: #ffffff; --on-bar: #101316;
    --serving: #8b98a5; --starting: #56616c; --stopping: #56616c; --paused: #e5b33a; --down: #434a51;
    --ok: #4cc38a; --under-way: #8a929b; --error-1: #f0994a; --error-2: #d68be0; --error-3: #d3c04c; --error-4: #f08bab;
    --client: #6ea8ff; --replica: #40c0b5; --gossip: #7f8790; --failure: #f0994a;
    --network: #b497f0; --disk: #d8a35a; --clock: #63bddd; --process: #a9b5c1; --data: #f07fb4;
    --info: #8a929b; --warn: #e5b33a; --error: #ff8a5c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 20px 24px 48px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
h1 { margin: 0 0 6px; font-size: 22px; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 15px; font-weight: 650; }
button, input { font: inherit; color: inherit; }
button {
  border: 1px solid var(--line); border-radius: 6px; background: var(--raised); padding: 3px 10px; min-height: 32px; cursor: pointer;
}
button:hover { border-color: var(--soft); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.facts { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 0 0 14px; font-size: 14px; }
.facts div { display: flex; gap: 6px; min-width: 0; }
.facts dt { color: var(--soft); white-space: nowrap; }
.facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.violations {
  margin: 0 0 14px; padding: 10px 14px; background: var(--violation-paper); border-left: 4px solid var(--violation); border-radius: 4px;
}
.violations h2 { color: var(--violation); }
.violations ol { margin: 4px 0 0; padding: 0; list-style: none; max-height: 230px; overflow: auto; }
.violations button {
  display: block; width: 100%; text-align: left; border: 0; background: none; padding: 5px 0; border-radius: 3px; overflow-wrap: anywhere;
}
.violations button:hover .what { text-decoration: underline; }
.violations .kind { font-weight: 650; }
.violations .when { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.fine { margin: 0 0 14px; color: var(--soft); }
.controls { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; margin-bottom: 8px; font-size: 14px; }
.buttons { display: flex; gap: 6px; }
.buttons .square { width: 34px; padding: 3px 0; text-align: center; }
/* On a wide page the choices are always open, and their summary is not needed. */
.choices { border: 0; }
.choices summary { display: none; padding: 4px 0; font-size: 14px; }
.choices > div, .choices > div > div { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center; }
.choices .head { color: var(--soft); }
label { display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; min-height: 28px; }
input[type='checkbox'] { margin: 0; width: 15px; height: 15px; accent-color: var(--accent); }
input[type='search'] {
  width: 9em; padding: 3px 8px; min-height: 32px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised);
}
.key { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--soft); }
.key li { display: inline-flex; align-items: center; gap: 6px; }
.key .over { color: var(--ink); font-weight: 600; }
.swatch { flex: none; width: 14px; height: 10px; border-radius: 2px; background: var(--of); }
.swatch.thin { height: 3px; }
.swatch.upright { width: 3px; height: 14px; }
.swatch.span { background: color-mix(in srgb, var(--of) 28%, transparent); border-left: 3px solid var(--of); }
.swatch.striped { background: repeating-linear-gradient(135deg, var(--of) 0 3px, transparent 3px 5px); border: 1px solid var(--of); }
.swatch.round { width: 9px; height: 9px; border-radius: 50%; }
.swatch.glyph { width: auto; height: auto; background: none; color: var(--of); font-weight: 700; line-height: 1; }
.drawing { position: relative; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
canvas { display: block; width: 100%; }
#axis { position: sticky; top: 0; z-index: 1; background: var(--raised); border-radius: 6px 6px 0 0; touch-action: none; cursor: ew-resize; }
#lanes { touch-action: pan-y; cursor: grab; }
#lanes.dragged { cursor: grabbing; }
#lanes.over { cursor: pointer; }
.panel {
  position: sticky; bottom: 0; z-index: 2; min-height: 60px; padding: 8px 14px; background: var(--raised);
  border-top: 1px solid var(--line); border-radius: 0 0 6px 6px; font-size: 14px; line-height: 1.45;
}
.panel strong { font-weight: 650; }
.panel p { margin: 0; overflow-wrap: anywhere; }
.panel .more { color: var(--soft); font-variant-numeric: tabular-nums; max-height: 6.2em; overflow: auto; }
.panel button { float: right; margin: 0 0 4px 10px; }
kbd { font: 12px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 4px; }
.tables { margin-top: 20px; }
details { border-top: 1px solid var(--line); }
details:last-child { border-bottom: 1px solid var(--line); }
summary { padding: 9px 2px; cursor: pointer; font-weight: 600; }
summary span { color: var(--soft); font-weight: 400; }
.wide { overflow-x: auto; margin-bottom: 12px; }
table { border-collapse: collapse; font-size: 13.5px; min-width: 640px; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 14px 4px 2px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
td.number, th.number { width: 1%; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td button { border: 0; background: none; padding: 0; min-height: 0; color: var(--accent); font-variant-numeric: tabular-nums; text-decoration: underline; text-underline-offset: 2px; }
.keys { margin: 10px 0 0; font-size: 13px; color: var(--soft); }
@media (max-width: 640px) {
  body { padding: 14px 12px 40px; }
  h1 { font-size: 19px; }
  .drawing { margin: 0 -12px; border-left: 0; border-right: 0; border-radius: 0; }
  .keys { display: none; }
  .violations ol { max-height: 150px; }
  .choices { width: 100%; }
  .choices summary { display: list-item; }
  .choices .head { width: 100%; }
  .choices .searches { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; width: 100%; }
  .choices .searches label { flex-direction: column; align-items: stretch; gap: 2px; }
  input[type='search'] { width: 100%; }
}
`
