import { examine } from './doctor/examine';
import type { Finding } from './doctor/finding';
import { counted } from './text';
import type { LoneVerb } from './verb';

const MARKS: Record<Finding['state'], string> = { good: '✓', advice: '!', bad: '✗' };

export const doctor: LoneVerb = {
  name: 'doctor',
  summary: 'Examines machine, settings, database and keys, and says what to mend',
  flags: [],
  example: 'doctor',
  runAlone: async ({ env }) => {
    const findings = await examine(env);
    const ok = findings.every(({ state }) => state !== 'bad');
    return { json: { ok, findings }, text: report(findings), failed: !ok };
  },
};

function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, state, found, fix }) => {
    const line = `  ${MARKS[state]} ${check.padEnd(width)}  ${found}`;
    return fix === null ? line : `${line}\n${' '.repeat(width + 6)}→ ${fix}`;
  });
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const summary =
    count('bad') === 0
      ? `Nothing has to be mended${count('advice') > 0 ? `; ${counted(count('advice'), 'advice', 'pieces of advice')}` : ''}.`
      : `${counted(count('bad'), 'thing has', 'things have')} to be mended.`;
  return `${lines.join('\n')}\n\n${summary}`;
}
