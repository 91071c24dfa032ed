import { code, el, knows, moment, para, t } from './playground-dom.js';
import { checkSignature, readJwt } from './playground-jwt.js';

const MOMENTS = ['exp', 'iat', 'nbf', 'auth_time'];
const BADGES = { valid: 'ok', invalid: 'bad', unknownKey: 'bad', unable: 'warn', unreachable: 'warn' };

/** An access token, taken apart as far as it can be, in plain words. */
export function tokenView(token, jwksUri) {
  const jwt = readJwt(token);
  return jwt ? jwtView(jwt, jwksUri) : opaqueView(token);
}

function opaqueView(token) {
  const personal = /^[a-z]?pat_/.test(token);
  return el(
    'div',
    { class: 'stack stack-s', 'data-token': 'opaque' },
    code(token, t('token'), true),
    para(t(personal ? 'opaquePersonal' : 'opaque')),
  );
}

function jwtView(jwt, jwksUri) {
  const verdict = el('p', { role: 'status', class: 'row' }, t('checking'));
  void judge(jwt, jwksUri).then((result) => {
    const { alg, kid } = jwt.header;
    const badge = el('span', { class: `badge ${BADGES[result]}` }, t(`signature.${result}`, { alg }));
    verdict.replaceChildren(
      badge,
      el('span', { class: 'muted' }, t(`signature.${result}Text`, { alg, kid })),
    );
  });
  const [header, payload, signature] = jwt.parts;
  const raw = [
    el('span', { class: 'j1' }, header),
    '.',
    el('span', { class: 'j2' }, payload),
    '.',
    el('span', { class: 'j3' }, signature),
  ];
  const shown = code('', t('token'), true);
  shown.firstChild.append(...raw);
  const left = [shown, verdict, el('h4', { class: 'j1' }, t('header')), facts(jwt.header)];
  const right = [el('h4', { class: 'j2' }, t('payload')), facts(jwt.payload)];
  return el(
    'div',
    { class: 'grid2', 'data-token': 'jwt' },
    el('div', { class: 'stack' }, left),
    el('div', { class: 'stack' }, right),
  );
}

async function judge(jwt, jwksUri) {
  try {
    return await checkSignature(jwt, jwksUri);
  } catch {
    return 'unreachable';
  }
}

/** One line for each: the name, the value, and what it says. */
function facts(values) {
  const lines = Object.entries(values).map(([name, value]) => [
    el('dt', {}, el('code', {}, name)),
    el(
      'dd',
      {},
      el('code', {}, typeof value === 'string' ? value : JSON.stringify(value)),
      el('br'),
      el('small', {}, meaning(name, value)),
    ),
  ]);
  return el('dl', { class: 'facts' }, lines);
}

function meaning(name, value) {
  const when = MOMENTS.includes(name) && Number.isFinite(value) ? moment(value) : '';
  return t(knows(`claim.${name}`) ? `claim.${name}` : 'claim.other', { when });
}
