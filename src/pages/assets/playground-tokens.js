import { button, el, note, para, t } from './playground-dom.js';
import { exchange } from './playground-exchange.js';
import { apiRequest, formRequest } from './playground-request.js';
import { tokenView } from './playground-token.js';

/** The routes of the sample API; the last one shows what a call without a token is told. */
const ROUTES = [
  ['GET', '/profile'],
  ['GET', '/profile/email'],
  ['GET', '/projects'],
  ['POST', '/projects'],
  ['GET', '/organization'],
  ['GET', '/profile', 'none'],
];

/** The steps after the tokens: read them, call the API with them, and see how they end. */
export function withTokens(context, { tries = true } = {}) {
  const { page, steps } = context;
  const read = steps.add(t('step.read'));
  const call = steps.add(t('step.call'));
  const ends = tries ? steps.add(t('step.ends')) : null;
  const held = { access: '', refresh: '', spent: '' };

  /** @param spent the refresh token that these came for */
  function take(answer, spent = '') {
    Object.assign(held, { access: answer.access_token, refresh: answer.refresh_token ?? '', spent });
    read.open(tokenView(held.access, page.endpoints.jwks));
    read.done();
  }

  return {
    open(answer, spent) {
      take(answer, spent);
      call.open(para(t('callText'), 'muted'), ...calls(page, held));
      ends?.open(para(t('endsText'), 'muted'), ...endings(context, held, take));
    },
  };
}

/** Buttons, and a place below them for what the last one did. */
function board() {
  const place = el('div');
  return {
    place,
    /** Shows the request and sends it. */
    async act(requestOf, after) {
      const { node, run } = exchange(requestOf, { label: t('sendAgain'), primary: false, after });
      place.replaceChildren(node);
      return run();
    },
  };
}

function calls({ endpoints }, held) {
  const { place, act } = board();
  const buttons = ROUTES.map(([method, path, none]) => {
    const json = () =>
      method === 'POST' ? { name: `Playground ${new Date().toLocaleTimeString('en-GB')}` } : null;
    const request = () => apiRequest(method, endpoints.api + path, none ? null : held.access, json());
    const label = none ? t('withoutToken') : `${method} /v1${path}`;
    return button(label, () => act(request), 's');
  });
  return [el('div', { class: 'row' }, buttons), place];
}

function endings({ page, chooser }, held, take) {
  const { endpoints } = page;
  const { place, act } = board();
  const form = (url, fields) => () => formRequest(url, fields, chooser.client);
  const refreshWith = (token) => form(endpoints.token, { grant_type: 'refresh_token', refresh_token: token });

  async function refresh() {
    const spent = held.refresh;
    await act(refreshWith(spent), (answer) => {
      if (!answer.ok) return null;
      take(answer.json, spent);
      show();
      return note('ok', t('refreshed'), para(t(held.refresh === spent ? 'refreshKept' : 'refreshedText')));
    });
  }

  async function reuse() {
    const answer = await act(
      refreshWith(held.spent),
      (again) => again.ok && note('info', t('grace'), para(t('graceText'))),
    );
    if (answer?.json?.error !== 'invalid_grant') return;
    // Words are cheap: the newest token shows that it is over.
    const proof = exchange(() => apiRequest('GET', `${endpoints.api}/profile`, held.access), {
      primary: false,
      label: t('sendAgain'),
    });
    place.append(note('bad', t('alarm'), para(t('alarmText'))), proof.node);
    await proof.run();
  }

  const revoke = (token, words) =>
    act(form(endpoints.revoke, { token }), (answer) => answer.ok && note('ok', t('revoked'), para(t(words))));
  const introspect = () =>
    act(form(endpoints.introspect, { token: held.access }), ({ json }) =>
      json?.active === undefined ? null : para(t(json.active ? 'active' : 'inactive')),
    );

  const row = el('div', { class: 'row' });
  const hints = el('div', { class: 'stack stack-s' });
  function show() {
    const choices = [
      [t('doRefresh'), refresh, held.refresh !== ''],
      [t('doReuse'), reuse, held.spent !== ''],
      [t('doRevokeAccess'), () => revoke(held.access, 'revokedAccess'), true],
      [t('doRevokeRefresh'), () => revoke(held.refresh, 'revokedRefresh'), held.refresh !== ''],
      [t('doIntrospect'), introspect, chooser.usesSecret],
    ];
    row.replaceChildren(
      ...choices.map(([label, work, possible]) => {
        const press = button(label, work, 's');
        press.disabled = !possible;
        return press;
      }),
    );
    hints.replaceChildren(
      ...(held.refresh === '' ? [para(t('noRefresh'), 'muted')] : []),
      ...(held.refresh !== '' && held.spent === '' ? [para(t('reuseLater'), 'muted')] : []),
      ...(chooser.usesSecret ? [] : [para(t('introspectSecret'), 'muted')]),
    );
  }
  show();
  return [row, hints, place];
}
