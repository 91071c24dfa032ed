/**
 * npm run docs:graph [-- --check]: draws docs/architecture.md from the imports in src/, as dependency-cruiser sees them.
 */
import { spawnSync } from 'node:child_process';
import { ROOT, writeOrCheck } from './written-file.mjs';

/** Everybody uses these: arrows to them would say nothing. */
const GROUND = ['shared', 'config', 'database'];

/** They start the whole and use what they need: not drawn, but in the table. */
const PROGRAMS = ['cli', 'demo'];

const imports = importsBetweenModules();
const drawn = new Map([...imports].filter(([name]) => ![...GROUND, ...PROGRAMS].includes(name)));
writeOrCheck('docs/architecture.md', page());

/** module -> the modules that it imports, both sorted. */
function importsBetweenModules() {
  const result = new Map();
  for (const { source, dependencies } of cruise()) {
    const from = moduleOf(source);
    if (!from) continue;
    if (!result.has(from)) result.set(from, new Set());
    for (const { resolved } of dependencies) {
      const to = moduleOf(resolved);
      if (to && to !== from) result.get(from).add(to);
    }
  }
  return new Map([...result].sort().map(([from, to]) => [from, [...to].sort()]));
}

function cruise() {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      'src',
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    ],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout).modules;
}

/** Specs are no part of the picture, nor are the files in src/ itself, which see everything. */
function moduleOf(path) {
  return path.endsWith('.spec.ts') ? undefined : /^src\/([^/]+)\//.exec(path)?.[1];
}

function reaches(from, to) {
  return (drawn.get(from) ?? []).some((next) => next === to || reaches(next, to));
}

/** Without the arrows that follow from others: A -> B -> C makes A -> C superfluous. */
function essential(from, targets) {
  const shown = targets.filter((target) => drawn.has(target));
  return shown.filter((target) => !shown.some((other) => other !== target && reaches(other, target)));
}

function page() {
  const imported = new Set([...drawn.values()].flat());
  const leaves = [...drawn.keys()].filter((name) => !imported.has(name));
  const concepts = [...drawn.keys()].filter((name) => imported.has(name));
  const arrows = [...drawn].flatMap(([from, to]) =>
    essential(from, to).map((target) => `  ${from} --> ${target}`),
  );
  const row = ([name, to]) => `| ${name} | ${to.length > 0 ? to.join(', ') : '–'} |`;
  return `# Modules

Written by \`npm run docs:graph\` from the imports in \`src/\`; do not edit. The rules that keep it so are in
\`.dependency-cruiser.cjs\` (\`npm run layers\`).

An arrow reads "imports". Arrows that follow from others are left out, and so are those to ${GROUND.join(', ')}, which
everybody may use. Nobody imports a leaf; the files in \`src/\` itself put everything together, and the programs
(${PROGRAMS.join(', ')}) start the whole.

\`\`\`mermaid
flowchart TD
  subgraph leaves
${leaves.map((name) => `    ${name}`).join('\n')}
  end
  subgraph concepts
${concepts.map((name) => `    ${name}`).join('\n')}
  end
${arrows.join('\n')}
\`\`\`

| module | imports |
|---|---|
${[...imports].map(row).join('\n')}
`;
}
