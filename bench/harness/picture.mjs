const WIDTH = 760;
const LEFT = 250;
const BAR = 13;
const GAP = 4;
const BLOCK = 22;
const LONGEST = WIDTH - LEFT - 90;

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Bars of requests or flows a second, a block for each scenario, each block to its own scale. */
export function picture(scenarios) {
  const parts = [];
  let y = 8;
  for (const { title, unit, rows } of scenarios) {
    y += 14;
    parts.push(`<text class="title" x="8" y="${y}">${escape(title)}</text>`);
    parts.push(`<text class="unit" x="${WIDTH - 8}" y="${y}">${unit} a second</text>`);
    y += 8;
    const most = Math.max(...rows.map(({ rate }) => rate.median));
    for (const { label, rate } of rows) {
      const length = Math.max(1, (rate.median / most) * LONGEST);
      const kind = label.startsWith('Grantor') ? 'ours' : 'theirs';
      parts.push(`<text class="label" x="${LEFT - 8}" y="${y + BAR - 3}">${escape(label)}</text>`);
      parts.push(
        `<rect class="${kind}" x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="2"/>`,
      );
      parts.push(
        `<text class="value" x="${(LEFT + length + 6).toFixed(1)}" y="${y + BAR - 3}">${rate.median.toFixed(0)}</text>`,
      );
      y += BAR + GAP;
    }
    y += BLOCK - GAP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Requests a second of Grantor and its peers">
<style>
  text { font: 12px system-ui, sans-serif; fill: #1d2330; }
  .title { font-weight: 600; font-size: 13px; }
  .unit { text-anchor: end; fill: #5b6472; }
  .label { text-anchor: end; }
  .ours { fill: #2f5bd3; }
  .theirs { fill: #a9b2c1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8ebf1; }
    .unit { fill: #9aa4b4; }
    .ours { fill: #7d9dff; }
    .theirs { fill: #5a6475; }
  }
</style>
${parts.join('\n')}
</svg>
`;
}
