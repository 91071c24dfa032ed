import * as facts from '../harness/facts.mjs';
import { pool } from './common.mjs';

const connections = process.env.DB_URL ? pool() : null;
const hashed = (model, id) => facts.sha256(`${model}:${id}`);

/**
 * oidc-provider's adapter interface on MariaDB: one row a model, by a hash of its id, with the payload as JSON and
 * every statement prepared. The id, which is the token, is not kept in the payload either.
 */
export class MariaDbAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, { jti: _jti, ...payload }, expiresIn) {
    await connections.execute(
      'INSERT INTO models (hash, model, payload, uid, grant_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)' +
        ' ON DUPLICATE KEY UPDATE payload = VALUES(payload), uid = VALUES(uid), grant_id = VALUES(grant_id), expires_at = VALUES(expires_at)',
      [
        hashed(this.model, id),
        this.model,
        JSON.stringify(payload),
        this.model === 'Session' ? payload.uid : null,
        payload.grantId ?? null,
        expiresIn ? Date.now() + expiresIn * 1000 : null,
      ],
    );
    // A session is asked for by its uid too, without its id.
    if (this.model === 'Session')
      await connections.execute('UPDATE models SET session_id = ? WHERE hash = ?', [
        id,
        hashed(this.model, id),
      ]);
  }

  async find(id) {
    const [rows] = await connections.execute('SELECT payload, consumed_at FROM models WHERE hash = ?', [
      hashed(this.model, id),
    ]);
    return this.read(rows[0], id);
  }

  async findByUid(uid) {
    const [rows] = await connections.execute(
      'SELECT payload, consumed_at, session_id FROM models WHERE uid = ?',
      [uid],
    );
    return this.read(rows[0], rows[0]?.session_id);
  }

  async findByUserCode() {
    return undefined;
  }

  async destroy(id) {
    await connections.execute('DELETE FROM models WHERE hash = ?', [hashed(this.model, id)]);
  }

  async consume(id) {
    await connections.execute('UPDATE models SET consumed_at = ? WHERE hash = ?', [
      Math.floor(Date.now() / 1000),
      hashed(this.model, id),
    ]);
  }

  async revokeByGrantId(grantId) {
    await connections.execute('DELETE FROM models WHERE grant_id = ?', [grantId]);
  }

  read(row, id) {
    if (!row) return undefined;
    return {
      ...JSON.parse(row.payload),
      jti: id,
      ...(row.consumed_at !== null && { consumed: Number(row.consumed_at) }),
    };
  }
}
