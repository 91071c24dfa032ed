// What is to be reached: ratios to peers of the same run, and shares of what the machine could do at most.

const PEERS = [
  ['a', 'oidc-provider-mariadb', 2],
  ['a', 'oidc-provider-memory', 1.8],
  ['a-stored', 'jmondi', 1.8],
  ['b', 'oidc-provider-mariadb', 3],
  ['b', 'oidc-provider-memory', 1.5],
  ['c', 'jmondi', 1.6],
  ['c', 'oidc-provider-mariadb', 2.5],
  ['d', 'best durable', 2.5],
  ['d', 'oidc-provider-memory', 1.4],
  ['e', 'jmondi', 1.5],
  ['e', 'oidc-provider-mariadb', 2.4],
  ['e', 'oidc-provider-memory', 2.4],
  ['f-cold', 'express-jwt', 2],
  ['f-warm', 'express-jwt', 5],
  ['f-opaque', 'nest-passport-bearer', 6],
  ['f-personal', 'nest-passport-bearer', 6],
];

const LIMITS = [
  ['a', 'RSA signatures of all cores', 0.65, ({ rsa }) => rsa?.sign],
  ['a-stored', 'RSA signatures of all cores', 0.42, ({ rsa }) => rsa?.sign],
  ['b', 'bare inserts', 0.55, ({ database }) => database.inserts],
  ['c', 'RSA signatures of all cores', 0.38, ({ rsa }) => rsa?.sign],
  ['d', 'bare selects', 0.45, ({ database }) => database.selects],
];

/** @returns {{ id: string, what: string, seen: number, wanted: number, unit: string, reached: boolean }[]} */
export function goalsOf({ scenarios, yardsticks }) {
  return [
    ...PEERS.flatMap(([id, name, wanted]) => againstPeer(scenarios[id], name, wanted)),
    ...LIMITS.flatMap(([id, what, wanted, limitOf]) =>
      againstLimit(scenarios[id], what, wanted, limitOf(yardsticks)),
    ),
    ...againstHello(scenarios['f-warm']),
    ...Object.values(scenarios).flatMap(({ id, goals = [] }) =>
      goals.map((goal) => ({
        id,
        ...goal,
        reached: goal.exactly ? goal.seen === goal.wanted : goal.seen > 0 && goal.seen <= goal.wanted,
        most: true,
      })),
    ),
  ];
}

function againstPeer(scenario, name, wanted) {
  const peers = (scenario?.rows ?? []).filter((row) => row.ratio);
  const durable = peers.filter(({ store, label }) => store === 'mariadb' && !label.startsWith('Grantor'));
  const peer =
    name === 'best durable'
      ? durable.sort((one, other) => other.rate.median - one.rate.median)[0]
      : peers.find((row) => row.name === name);
  if (!peer) return [];
  const seen = peer.ratio.median;
  return [
    { id: scenario.id, what: `against ${peer.label}`, seen, wanted, unit: 'x', reached: seen >= wanted },
  ];
}

function againstLimit(scenario, what, wanted, limit) {
  if (!scenario || !limit) return [];
  const seen = scenario.rows[0].rate.median / limit;
  return [{ id: scenario.id, what: `share of ${what}`, seen, wanted, unit: '%', reached: seen >= wanted }];
}

function againstHello(scenario) {
  const hello = scenario?.rows.find(({ name }) => name === 'nest-hello');
  if (!hello) return [];
  const seen = hello.ratio.median;
  return [
    {
      id: scenario.id,
      what: `share of ${hello.label}`,
      seen,
      wanted: 0.45,
      unit: '%',
      reached: seen >= 0.45,
    },
  ];
}

export const shown = ({ seen, unit }) =>
  unit === '%' ? `${(seen * 100).toFixed(0)} %` : `${seen.toFixed(unit === 'x' ? 2 : 0)} ${unit}`.trim();
export const shownWanted = ({ wanted, unit, most, exactly }) =>
  `${exactly ? '' : most ? '≤ ' : '≥ '}${shown({ seen: wanted, unit })}`;
