/** oidc-provider's adapter interface on a Map: nothing is evicted, unlike in its own adapter for development. */
const storage = new Map();
const byUid = new Map();
const byGrant = new Map();

export class MapAdapter {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    const key = this.key(id);
    storage.set(key, payload);
    if (this.model === 'Session') byUid.set(payload.uid, key);
    if (payload.grantId) {
      const members = byGrant.get(payload.grantId);
      if (members) members.push(key);
      else byGrant.set(payload.grantId, [key]);
    }
  }

  async find(id) {
    return storage.get(this.key(id));
  }

  async findByUid(uid) {
    return storage.get(byUid.get(uid));
  }

  async findByUserCode() {
    return undefined;
  }

  async destroy(id) {
    storage.delete(this.key(id));
  }

  async consume(id) {
    storage.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async revokeByGrantId(grantId) {
    for (const key of byGrant.get(grantId) ?? []) storage.delete(key);
    byGrant.delete(grantId);
  }
}
