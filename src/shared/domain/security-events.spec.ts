import { type SecurityEvent, SecurityEvents, type SecurityEventType, SYSTEM } from './security-events';

const event = (type: SecurityEventType): SecurityEvent => ({ type, outcome: 'success', actor: SYSTEM });

describe('security events', () => {
  it('reach whoever wants to hear of them, in the order of the subscriptions', async () => {
    const events = new SecurityEvents();
    const heard: string[] = [];
    const hear = (name: string) => async (one: SecurityEvent) => void heard.push(`${name} ${one.type}`);
    events.subscribe(['user.deleted', 'client.deleted'], hear('cleanup'));
    events.subscribeToAll(hear('metrics'));
    await events.publish(event('user.deleted'));
    await events.publish(event('token.issued'));
    // Also who comes later, and who has to come before all others.
    events.subscribe(['token.issued'], hear('usage'));
    events.subscribeFirst(hear('audit'));
    await events.publish(event('token.issued'));
    expect(heard).toEqual([
      'cleanup user.deleted',
      'metrics user.deleted',
      'metrics token.issued',
      'audit token.issued',
      'metrics token.issued',
      'usage token.issued',
    ]);
  });

  it('wait for each listener, and are not told further where one fails', async () => {
    const events = new SecurityEvents();
    const heard: string[] = [];
    events.subscribeToAll(async () => {
      await Promise.resolve();
      heard.push('first');
      throw new Error('undo it');
    });
    events.subscribeToAll(async () => void heard.push('second'));
    await expect(events.publish(event('user.deleted'))).rejects.toThrow('undo it');
    expect(heard).toEqual(['first']);
  });
});
