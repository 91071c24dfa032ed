import { button, code, copyButton, el, knows, note, para, t } from './playground-dom.js';
import { authorizeUrl, keepWaiting, newPkce } from './playground-code.js';
import { announceChange, exchange } from './playground-exchange.js';
import { apiRequest, asCurl, asHttp, formRequest } from './playground-request.js';
import { withTokens } from './playground-tokens.js';

/**
 * The steps up to the tokens, by flow. Each takes the page's data, what is chosen, the list of steps and, for codes,
 * the answer that has come back.
 */
export const FLOWS = { pkce: byCode, secret: byCode, machine, refresh, personal };

async function byCode(context, back) {
  const { page, chooser, steps } = context;
  const [proof, ask, trade] = ['pkce', 'ask', 'trade'].map((name) => steps.add(t(`step.${name}`)));
  const tokens = withTokens(context);
  const run = back?.run ?? {
    flow: chooser.flow,
    clientId: chooser.client.id,
    scopes: chooser.scopes,
    issuer: page.issuer,
    ...(await newPkce()),
  };
  const pair = `code_verifier  = ${run.verifier}\ncode_challenge = ${run.challenge}`;
  proof.open(para(t('pkceText'), 'muted'), code(pair, t('step.pkce'), true));
  proof.done();
  const asked = apiRequest('GET', authorizeUrl(page, run), null);
  const request = code(asHttp(asked), t('request'));
  if (!back) {
    const go = () => {
      keepWaiting(run);
      location.assign(asked.url);
    };
    const press = button(t('askButton'), go, 'primary');
    press.disabled = run.clientId === '';
    const [copy, copied] = copyButton(t('copyCurl'), () => asCurl(asked));
    ask.open(...asking(page), request, el('div', { class: 'row' }, press, copy), copied);
    return;
  }
  ask.open(request);
  if (back.wrongIssuer || back.error || !back.code) {
    ask.open(request, refusal(back));
    ask.focus();
    return;
  }
  ask.done();
  trade.open(...trading(context, run, back, (answer) => (trade.done(), tokens.open(answer.json))));
  trade.focus();
}

const asking = ({ person }) => [
  para(t('askText'), 'muted'),
  ...(person ? [para(t('askPerson', person), 'muted')] : []),
];

/** Why there is no code. What the answer says is shown as text, in quotes. */
function refusal({ wrongIssuer, error, description }) {
  if (wrongIssuer) return note('bad', t('wrongIssuer'), para(t('wrongIssuerText')));
  const words = t(error && knows(`error.${error}`) ? `error.${error}` : 'error.other', { scope: '' });
  const said = description ? [el('p', {}, el('code', {}, description))] : [];
  return note(
    'bad',
    t('refused', { error: error ?? t('noCode') }),
    ...said,
    para(words),
    para(t('startAgain')),
  );
}

/** The code for the tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
function trading({ page, chooser }, run, { code: value, at }, onTokens) {
  const fields = {
    grant_type: 'authorization_code',
    code: value,
    redirect_uri: page.callback,
    code_verifier: run.verifier,
  };
  const left = el('p', { class: 'muted' });
  const tick = () => {
    const seconds = page.codeTtl - Math.floor((Date.now() - at) / 1000);
    left.textContent = seconds > 0 ? t('codeLeft', { seconds }) : t('codeOver');
  };
  tick();
  const timer = setInterval(tick, 1000);
  const after = (answer) => {
    clearInterval(timer);
    left.textContent = t('codeUsed');
    if (answer.ok) onTokens(answer);
  };
  const { node } = exchange(() => formRequest(page.endpoints.token, fields, chooser.client), {
    label: t('tradeButton'),
    once: true,
    after,
  });
  return [left, ...(chooser.usesSecret && !chooser.client.secret ? [para(t('secretAgain'))] : []), node];
}

function machine(context) {
  const { page, chooser, steps } = context;
  const step = steps.add(t('step.machine'));
  const tokens = withTokens(context);
  const fields = {
    grant_type: 'client_credentials',
    ...(chooser.scopes.length > 0 && { scope: chooser.scopes.join(' ') }),
  };
  const { node } = exchange(() => formRequest(page.endpoints.token, fields, chooser.client), {
    label: t('tradeButton'),
    after: (answer) => answer.ok && (step.done(), tokens.open(answer.json)),
  });
  step.open(para(t('machineText'), 'muted'), node);
}

function refresh(context) {
  const { page, chooser, steps } = context;
  const step = steps.add(t('step.refresh'));
  const tokens = withTokens(context);
  const { field, input } = pasted('refresh_token');
  const fields = () => ({ grant_type: 'refresh_token', refresh_token: input.value.trim() });
  const { node } = exchange(() => formRequest(page.endpoints.token, fields(), chooser.client), {
    label: t('tradeButton'),
    after: (answer) => answer.ok && (step.done(), tokens.open(answer.json, input.value.trim())),
  });
  step.open(para(t('refreshText'), 'muted'), field, node);
}

function personal(context) {
  const step = context.steps.add(t('step.personal'));
  const tokens = withTokens(context, { tries: false });
  const { field, input } = pasted(t('step.personalField'));
  const use = () => {
    const value = input.value.trim();
    if (value === '') return input.focus();
    step.done();
    tokens.open({ access_token: value });
  };
  const link = el('a', { href: context.page.tokensPath }, t('personalLink'));
  step.open(
    para(t('personalText'), 'muted'),
    el('p', {}, link),
    field,
    el('div', {}, button(t('personalButton'), use, 'primary')),
  );
}

/** A field for a credential: not shown, not kept, and no password manager's business. */
function pasted(label) {
  const input = el('input', { id: 'pasted', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('input', announceChange);
  return { input, field: el('div', { class: 'field' }, el('label', { for: 'pasted' }, label), input) };
}
