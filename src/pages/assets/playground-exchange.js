import { button, code, copyButton, el, knows, para, t } from './playground-dom.js';
import { asCurl, asHttp, send } from './playground-request.js';

/** Told when something changes that requests are made of, so that what is shown is what is sent. */
const CHANGED = 'playground:changed';

export const announceChange = () => document.dispatchEvent(new Event(CHANGED));

/**
 * A request, a button that sends it, and its answer.
 *
 * @param requestOf makes the request as of now
 * @param options `label` of the button; `once`: it can succeed one time only; `after(answer)` goes on, and may return
 *   a node that explains
 */
export function exchange(requestOf, { label = t('send'), primary = true, once = false, after = () => null }) {
  const shown = el('div');
  const said = el('div', { role: 'status' });
  const answered = el('div', { class: 'stack stack-s' });
  const show = () => shown.replaceChildren(code(asHttp(requestOf()), t('request')));
  const press = button(label, () => run(), primary ? 'primary' : 's');

  async function run() {
    const request = requestOf();
    shown.replaceChildren(code(asHttp(request), t('request')));
    press.disabled = true;
    const answer = await send(request);
    press.disabled = once && answer?.ok === true;
    if (press.disabled) document.removeEventListener(CHANGED, keepUp);
    said.replaceChildren(headline(answer));
    answered.replaceChildren(...(answer ? details(answer) : []));
    const more = answer && after(answer);
    if (more) answered.append(more);
    return answer;
  }

  const keepUp = () => (node.isConnected ? show() : document.removeEventListener(CHANGED, keepUp));
  show();
  document.addEventListener(CHANGED, keepUp);
  const [copy, copied] = copyButton(t('copyCurl'), () => asCurl(requestOf()));
  const node = el(
    'div',
    { class: 'stack stack-s' },
    shown,
    el('div', { class: 'row' }, press, copy),
    copied,
    said,
    answered,
  );
  return { node, run };
}

function headline(answer) {
  if (!answer) return el('p', {}, el('span', { class: 'badge bad' }, t('noAnswer')));
  const took = el('span', { class: 'muted' }, t('took', { milliseconds: answer.milliseconds }));
  return el(
    'p',
    { class: 'row' },
    el('span', { class: `badge ${answer.ok ? 'ok' : 'bad'}` }, answer.title),
    took,
  );
}

function details(answer) {
  const headers = answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = [headers, answer.text].filter((part) => part !== '').join('\n\n');
  return [code(text, t('answer')), ...(answer.ok ? [] : [whatToDo(answer)])];
}

/** What an error means here, in plain words. */
function whatToDo({ status, json, headers }) {
  const challenge = headers.find(([name]) => name === 'www-authenticate')?.[1] ?? '';
  const scope = /\bscope="([^"]*)"/.exec(challenge)?.[1];
  const named = /\berror="([^"]*)"/.exec(challenge)?.[1] ?? json?.error;
  const error = typeof named === 'string' ? named : '';
  if (error === 'insufficient_scope' && !scope) return para(t('error.role'), 'muted');
  if (knows(`error.${error}`)) return para(t(`error.${error}`, { scope }), 'muted');
  return para(t(status === 401 ? 'error.noCredentials' : 'error.other'), 'muted');
}
