import { AuditEventIds } from './audit-event-ids';

describe('ids of events', () => {
  const AT = Date.parse('2026-11-21T12:00:00Z');

  it('stand in the order in which they were given out, also within a millisecond', () => {
    const ids = new AuditEventIds();
    const given = [AT, AT, AT, AT + 1, AT + 1, AT + 999, AT + 86_400_000].map((at) => ids.next(at));
    expect([...given].sort()).toEqual(given);
    for (const id of given) expect(id).toMatch(/^evt_[0-9A-Za-z]{16}$/);
  });

  it('keep the order of thousands in one millisecond', () => {
    const ids = new AuditEventIds();
    const given = Array.from({ length: 5000 }, () => ids.next(AT));
    expect([...given].sort()).toEqual(given);
  });

  it('go on when the clock is set back, and never come twice', () => {
    const ids = new AuditEventIds();
    const before = ids.next(AT);
    ids.next(AT + 10);
    expect(ids.next(AT) > before).toBe(true);
  });

  it('differ between nodes', () => {
    const nodes = Array.from({ length: 100 }, () => new AuditEventIds().next(AT));
    expect(new Set(nodes).size).toBe(100);
  });
});
