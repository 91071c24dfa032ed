import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';

const HOUR = 3600;
const DAY = 86_400;

/** How long a former secret still works beside the new one. */
export function overlapChoice(kit: PageKit, legend: Part, seconds: readonly number[], chosen: number): Html {
  const option = (value: number) =>
    html`<label class="row"><input type="radio" name="overlap" value="${value}"${value === chosen && html` checked`}> <span>${duration(kit, value)}</span></label>`;
  return html`<fieldset class="stack stack-s" id="overlap"><legend>${legend}</legend>${seconds.map(option)}</fieldset>`;
}

function duration(kit: PageKit, seconds: number): Html {
  if (seconds === 0) return kit.t('time.atOnce');
  return seconds < DAY ? kit.count('time.inHours', seconds / HOUR) : kit.count('time.inDays', seconds / DAY);
}
