import type { Cast, Visitor } from './cast';
import { type RecordingClient, secretOf } from './recording-client';
import { Dice } from './dice';

/** What one actor still has in hand. */
interface Hand {
  /** Refresh tokens that lead on, as far as the actor knows. */
  refresh: string[];
  access: string[];
  personal: string[];
}

const HAND_SIZE = 6;

/** A mixed load that goes on until it is stopped, or until so many things were tried. */
export class Load {
  private stopped = false;
  private left: number;
  private readonly actors: Promise<void>[];

  constructor(
    private readonly client: RecordingClient,
    private readonly cast: Cast,
    { limit, seed }: { limit: number; seed: number },
  ) {
    this.left = limit;
    this.actors = cast.visitors.map((visitor, index) => this.play(visitor, new Dice(seed * 1000 + index)));
  }

  /** Everybody has run out of things to do, or was stopped, and nobody waits for an answer. */
  async done(): Promise<void> {
    await Promise.all(this.actors);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done();
  }

  get isOver(): boolean {
    return this.stopped || this.left <= 0;
  }

  private async play(visitor: Visitor, dice: Dice): Promise<void> {
    const hand: Hand = { refresh: [], access: [], personal: [] };
    while (!this.isOver) {
      this.left--;
      await this.step(visitor, hand, dice);
    }
  }

  private async step(visitor: Visitor, hand: Hand, dice: Dice): Promise<void> {
    const { client } = this;
    const refresh = dice.of(hand.refresh);
    const access = dice.of(hand.access);
    const what = dice.upTo(100);
    if (what < 30 || refresh === undefined || access === undefined) await this.newGrant(visitor, hand, dice);
    else if (what < 58) await this.rotate(refresh, hand, dice);
    else if (what < 68) await client.use(access);
    else if (what < 76) await client.introspect(dice.upTo(2) ? access : refresh);
    else if (what < 80) await client.revoke(access);
    else if (what < 85) await this.end(refresh, hand);
    else if (what < 93) await this.askAsMachine(dice);
    else await this.personal(access, visitor, hand, dice);
  }

  /** One code in six is redeemed twice at once, and an unanswered redemption is tried again like a client would. */
  private async newGrant(visitor: Visitor, hand: Hand, dice: Dice): Promise<void> {
    const code = await this.client.authorize(visitor);
    if (code === undefined || dice.upTo(12) === 0) return;
    if (dice.upTo(6) === 0) {
      await Promise.all([this.client.redeem(code), this.client.redeem(code)]);
      return;
    }
    let result = await this.client.redeem(code);
    if (result.outcome === 'unknown' && dice.upTo(2)) result = await this.client.redeem(code);
    this.keep(hand, secretOf(result, 'refresh'), secretOf(result, 'access'));
  }

  private async rotate(refresh: string, hand: Hand, dice: Dice): Promise<void> {
    const times = dice.upTo(8) === 0 ? 2 : 1;
    const results = await Promise.all(Array.from({ length: times }, () => this.client.refresh(refresh)));
    if (results.some(({ outcome }) => outcome === 'unknown') && dice.upTo(2))
      results.push(await this.client.refresh(refresh));
    const won = results.find(({ outcome }) => outcome === 'yes');
    const isOver = results.some(({ outcome }) => outcome === 'no');
    if (won || isOver) drop(hand.refresh, refresh);
    if (won) this.keep(hand, isOver ? undefined : secretOf(won, 'refresh'), secretOf(won, 'access'));
  }

  private async end(refresh: string, hand: Hand): Promise<void> {
    const { outcome } = await this.client.revoke(refresh);
    if (outcome === 'yes') drop(hand.refresh, refresh);
  }

  private async askAsMachine(dice: Dice): Promise<void> {
    const machine = dice.of(this.cast.machines)!;
    const access = secretOf(await this.client.machine(machine.client), 'access');
    if (access) await this.client.use(access);
    if (access && dice.upTo(4) === 0) await this.client.revoke(access);
  }

  private async personal(access: string, { scope }: Visitor, hand: Hand, dice: Dice): Promise<void> {
    const own = dice.of(hand.personal);
    if (own !== undefined && dice.upTo(2)) {
      await this.client.endPersonal(own);
      drop(hand.personal, own);
    } else if (scope.includes('manage:tokens')) {
      const made = secretOf(await this.client.makePersonal(access), 'personal');
      if (made) hand.personal.push(made);
    } else await this.client.use(access);
  }

  private keep(hand: Hand, refresh: string | undefined, access: string | undefined): void {
    if (refresh) hand.refresh.push(refresh);
    if (access) hand.access.push(access);
    if (hand.refresh.length > HAND_SIZE) hand.refresh.shift();
    if (hand.access.length > HAND_SIZE) hand.access.shift();
  }
}

function drop(from: string[], what: string): void {
  const index = from.indexOf(what);
  if (index >= 0) from.splice(index, 1);
}
