import * as facts from '../harness/facts.mjs';

/** Rows of one statement: enough to be fast, few enough for a short transaction. */
const BATCH = 100_000;

const DAY_MS = 86_400_000;

/**
 * Fills a database with copies of rows that the server itself has made. Whatever columns a table has, they are copied;
 * what has to differ from row to row is said here.
 */
export async function fill(database, schema, { users, clients, tokens, ended }, say) {
  const now = Date.now();
  const copies = async (table, where, count, changes) => {
    const columns = await columnsOf(database, schema, table);
    const unknown = Object.keys(changes).filter((name) => !columns.includes(name));
    if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
    const [model] = await database.query(`SELECT 1 FROM ${table} WHERE ${where} LIMIT 1`, schema);
    if (!model) throw new Error(`${table} has no row to copy: ${where}`);
    const values = columns.map((name) => (name in changes ? changes[name] : `model.${quoted(name)}`));
    for (let from = 1; from <= count; from += BATCH) {
      const to = Math.min(from + BATCH - 1, count);
      await database.query(
        `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) SELECT ${values.join(', ')} FROM seq_${from}_to_${to} CROSS JOIN (SELECT * FROM ${table} WHERE ${where} LIMIT 1) model`,
        schema,
      );
    }
    say(`  growth   ${String(count).padStart(8)} rows in ${table}`);
  };
  const hashOf = (what, number = 'seq') =>
    `LEFT(REPLACE(REPLACE(TO_BASE64(UNHEX(SHA2(CONCAT('${what}', ${number}), 256))), '+', '-'), '/', '_'), 43)`;
  const idOf = (prefix, number = 'seq') => `CONCAT('${prefix}_', LPAD(${number}, 16, '0'))`;

  await copies('grantor_users', `email = '${facts.emailOf(0)}'`, users, {
    id: idOf('user'),
    email: "CONCAT('grown-', seq, '@example.com')",
    email_folded: "CONCAT('grown-', seq, '@example.com')",
  });
  await copies('grantor_clients', `id = '${facts.OPAQUE_MACHINE.id}'`, clients, {
    id: "CONCAT('grown-', seq)",
    ref: hashOf('client'),
  });
  const standing = `grant_type = 'authorization_code' AND standing_for IS NULL`;
  const refs = hashOf('client', `1 + seq % ${clients}`);
  const authorizations = Math.ceil(tokens / 5);
  await copies('grantor_authorizations', standing, authorizations, {
    id: idOf('auth'),
    user_id: idOf('user', `1 + seq % ${users}`),
    client_ref: refs,
    expires_at: String(now + 90 * DAY_MS),
  });
  await copies('grantor_refresh_tokens', '1 = 1', authorizations, {
    family_hash: hashOf('family'),
    current_hash: hashOf('current'),
    previous_hash: 'NULL',
    authorization_id: idOf('auth'),
    client_ref: refs,
    user_id: idOf('user', `1 + seq % ${users}`),
    expires_at: String(now + 30 * DAY_MS),
    absolute_expires_at: String(now + 90 * DAY_MS),
  });
  await copies('grantor_access_tokens', '1 = 1', tokens, {
    hash: hashOf('access'),
    jti: "CONCAT('grown.0.', seq)",
    authorization_id: idOf('auth', `1 + seq % ${authorizations}`),
    expires_at: String(now + DAY_MS),
  });
  await copies('grantor_access_tokens', '1 = 1', ended, {
    hash: hashOf('ended'),
    jti: "CONCAT('ended.0.', seq)",
    authorization_id: idOf('auth', `1 + seq % ${authorizations}`),
    expires_at: String(now - DAY_MS),
  });
  await database.query(
    'ANALYZE TABLE grantor_users, grantor_clients, grantor_authorizations, grantor_refresh_tokens, grantor_access_tokens',
    schema,
  );
}

const quoted = (name) => `\`${name}\``;

async function columnsOf(database, schema, table) {
  const rows = await database.query(
    'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position',
    undefined,
    [schema, table],
  );
  return rows.map(({ name }) => name);
}
