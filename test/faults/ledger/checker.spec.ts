import { check, type ViolationKind } from './checker';
import type { Act, Answer, Entry, Given } from './ledger';

/** A ledger written by hand: `ok`, `no`, `away` and `lost` are what became of an intention. */
class Script {
  readonly entries: Entry[] = [];
  private n = 0;
  private at = 1_000_000;

  ask(act: Act, on: string | null = null, grace = false): number {
    this.entries.push({ is: 'intention', n: ++this.n, at: (this.at += 10), act, on, grace });
    return this.n;
  }

  answer(n: number, answer: Omit<Answer, 'is' | 'n' | 'at'>): this {
    this.entries.push({ is: 'answer', n, at: (this.at += 10), ...answer });
    return this;
  }

  do(act: Act, on: string | null, answer: Omit<Answer, 'is' | 'n' | 'at'>, grace = false): this {
    return this.answer(this.ask(act, on, grace), answer);
  }

  lose(n: number): this {
    this.entries.push({ is: 'lost', n, at: (this.at += 10), why: 'cut' });
    return this;
  }

  settle(): this {
    this.entries.push({ is: 'settled', at: this.at });
    return this;
  }

  clock(ahead: number): this {
    this.entries.push({ is: 'clock', at: this.at, ahead });
    return this;
  }

  wait(seconds: number): this {
    this.at += seconds * 1000;
    return this;
  }

  inquest(): this {
    this.entries.push({ is: 'inquest', at: this.at });
    return this;
  }

  get kinds(): ViolationKind[] {
    return check(this.entries).violations.map(({ kind }) => kind);
  }
}

const code = (secret: string): Given => ({ kind: 'code', secret, expiresIn: 60 });
const tokens = (access: string, refresh: string): Given[] => [
  { kind: 'access', secret: access, expiresIn: 3600, jwt: true },
  { kind: 'refresh', secret: refresh, expiresIn: 30 * 86_400 },
];
const INVALID = { status: 400, error: 'invalid_grant' };
const AWAY = { status: 503, retryAfter: true };

const codeGiven = () => new Script().do('sign in', null, { status: 200, gave: [code('c')] });
const redeemed = () => codeGiven().do('redeem', 'c', { status: 200, gave: tokens('a', 'r') });
const rotated = () => redeemed().do('refresh', 'r', { status: 200, gave: tokens('a2', 'r2') });

describe('the checker of the ledger', () => {
  it('finds nothing in an uneventful day', () => {
    const day = rotated()
      .do('use', 'a2', { status: 200 })
      .do('revoke', 'r2', { status: 200 })
      .do('use', 'a2', { status: 401 })
      .do('introspect', 'r2', { status: 200, active: false });
    expect(day.kinds).toEqual([]);
    expect(check(day.entries)).toMatchObject({
      sent: 7,
      answered: 7,
      grants: 1,
      redeemed: 1,
      rotated: 1,
      revoked: 1,
    });
  });

  describe('double', () => {
    it('a code that works twice, one after the other or at once', () => {
      expect(redeemed().do('redeem', 'c', { status: 200, gave: tokens('b', 's') }).kinds).toEqual(['double']);
      const race = codeGiven();
      const [one, two] = [race.ask('redeem', 'c'), race.ask('redeem', 'c')];
      race
        .answer(one, { status: 200, gave: tokens('a', 'r') })
        .answer(two, { status: 200, gave: tokens('b', 's') });
      expect(race.kinds).toEqual(['double']);
    });

    it('a refresh token that works twice, also with the same successor', () => {
      expect(rotated().do('refresh', 'r', { status: 200, gave: tokens('a3', 'r2') }).kinds).toEqual([
        'double',
      ]);
    });

    it('in a grace window a second successor, and not the same one again', () => {
      const first = () => redeemed().do('refresh', 'r', { status: 200, gave: tokens('a2', 'r2') }, true);
      expect(first().do('refresh', 'r', { status: 200, gave: tokens('a3', 'r2') }, true).kinds).toEqual([]);
      expect(first().do('refresh', 'r', { status: 200, gave: tokens('a3', 'r3') }, true).kinds).toEqual([
        'double',
      ]);
    });
  });

  describe('lost', () => {
    it('a code or a refresh token that nothing has ended', () => {
      expect(codeGiven().do('redeem', 'c', INVALID).kinds).toEqual(['lost']);
      expect(redeemed().do('refresh', 'r', INVALID).kinds).toEqual(['lost']);
      expect(redeemed().do('introspect', 'r', { status: 200, active: false }).kinds).toEqual(['lost']);
    });

    it('a session that is asked to sign in again', () => {
      const visit = new Script().do('machine', null, {
        status: 200,
        gave: [{ kind: 'session', secret: 'x', expiresIn: 3600 }],
      });
      expect(visit.do('authorize', 'x', { status: 302 }).kinds).toEqual(['lost']);
    });

    it('not a code that has expired', () => {
      expect(codeGiven().wait(61).do('redeem', 'c', INVALID).kinds).toEqual([]);
    });

    it('two that come at once, and neither gets it', () => {
      const race = codeGiven();
      const [one, two] = [race.ask('redeem', 'c'), race.ask('redeem', 'c')];
      expect(race.answer(one, INVALID).answer(two, INVALID).kinds).toEqual(['lost', 'lost']);
    });
  });

  describe('refused and revoked', () => {
    it('an access token that nothing has ended', () => {
      expect(redeemed().do('use', 'a', { status: 401 }).kinds).toEqual(['refused']);
    });

    it('a token that works after it was revoked, alone or with its grant', () => {
      const alone = redeemed().do('revoke', 'a', { status: 200 });
      expect(alone.do('use', 'a', { status: 200 }).kinds).toEqual(['revoked']);
      const whole = rotated().do('revoke', 'r2', { status: 200 });
      expect(whole.do('introspect', 'a', { status: 200, active: true }).kinds).toEqual(['revoked']);
    });

    it('not a token that is used while it is being revoked', () => {
      const race = redeemed();
      const revoking = race.ask('revoke', 'a');
      race.do('use', 'a', { status: 200 }).do('use', 'a', { status: 401 }).answer(revoking, { status: 200 });
      expect(race.kinds).toEqual([]);
    });

    it('a token that works again after it was refused', () => {
      const race = redeemed();
      race.lose(race.ask('revoke', 'a'));
      race.do('use', 'a', { status: 401 });
      expect(race.do('use', 'a', { status: 200 }).kinds).toEqual(['revoked']);
    });

    it('what a replayed code or a reused refresh token has brought', () => {
      const replay = redeemed().do('redeem', 'c', INVALID);
      expect(replay.do('use', 'a', { status: 200 }).kinds).toEqual(['revoked']);
      const reuse = rotated().do('refresh', 'r', INVALID);
      expect(reuse.do('refresh', 'r2', { status: 200, gave: tokens('a3', 'r3') }).kinds).toEqual(['revoked']);
    });

    it('a token that works after its end', () => {
      expect(redeemed().wait(3700).do('use', 'a', { status: 200 }).kinds).toEqual(['revoked']);
    });

    it('not a JWT from a clock that was ahead', () => {
      const gave = tokens('a', 'r').slice(0, 1);
      const ahead = () => new Script().clock(300).do('machine', null, { status: 200, gave }).clock(0);
      expect(ahead().do('use', 'a', { status: 401 }).kinds).toEqual([]);
      const later = ahead().do('use', 'a', { status: 401 }).clock(300).do('use', 'a', { status: 200 });
      expect(later.kinds).toEqual([]);
      expect(ahead().wait(290).do('use', 'a', { status: 401 }).kinds).toEqual(['refused']);
    });
  });

  describe('what was never answered', () => {
    const unanswered = () => {
      const script = redeemed();
      return script.lose(script.ask('refresh', 'r'));
    };

    it('may have gone either way', () => {
      expect(unanswered().settle().do('refresh', 'r', INVALID).do('use', 'a', { status: 401 }).kinds).toEqual(
        [],
      );
      const other = unanswered()
        .settle()
        .do('refresh', 'r', { status: 200, gave: tokens('a2', 'r2') });
      expect(other.do('use', 'a2', { status: 200 }).kinds).toEqual([]);
    });

    it('but not both: it did not happen, so nothing is lost', () => {
      const retried = unanswered()
        .settle()
        .do('refresh', 'r', { status: 200, gave: tokens('a2', 'r2') });
      expect(retried.do('refresh', 'r2', INVALID).kinds).toEqual(['lost']);
    });

    it('may still come while nobody knows that it is over', () => {
      const retried = unanswered().do('refresh', 'r', { status: 200, gave: tokens('a2', 'r2') });
      expect(retried.do('refresh', 'r2', INVALID).kinds).toEqual([]);
    });

    it('counts as unanswered when the server says that it is away', () => {
      const away = redeemed().do('revoke', 'a', AWAY).settle();
      expect(away.do('use', 'a', { status: 401 }).kinds).toEqual([]);
    });

    it('a code: redeemed in silence and then refused, or redeemed once', () => {
      const silent = () => {
        const script = codeGiven();
        return script.lose(script.ask('redeem', 'c')).settle();
      };
      expect(silent().do('redeem', 'c', INVALID).kinds).toEqual([]);
      const twice = silent().do('redeem', 'c', { status: 200, gave: tokens('a', 'r') });
      expect(twice.do('use', 'a', { status: 401 }).kinds).toEqual(['refused']);
    });
  });

  it('odd answers: errors of the server, and 503 that does not say when to come again', () => {
    expect(redeemed().do('use', 'a', { status: 500 }).kinds).toEqual(['odd']);
    expect(redeemed().do('refresh', 'r', { status: 401, error: 'invalid_client' }).kinds).toEqual(['odd']);
    expect(redeemed().do('use', 'a', { status: 503 }).kinds).toEqual(['odd']);
  });

  it('everything that was given is asked about', () => {
    const asked = redeemed().inquest().do('use', 'a', { status: 200 }).do('redeem', 'c', INVALID);
    expect(asked.kinds).toEqual(['unasked']);
    expect(asked.do('introspect', 'r', { status: 200, active: false }).kinds).toEqual([]);
  });
});
