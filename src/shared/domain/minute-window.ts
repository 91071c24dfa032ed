/**
 * Counts what somebody does within a minute, on this node only. Everybody's window begins with the minute, so that one
 * table is thrown away at a time.
 */
export class MinuteWindow {
  static readonly seconds = 60;
  private window = 0;
  private counts = new Map<string, number>();

  /** Counts once more. @param now milliseconds @returns how often it was by now, and when the window ends */
  count(who: string, now: number): { used: number; secondsLeft: number; endsAt: number } {
    const seconds = now / 1000;
    const window = Math.floor(seconds / MinuteWindow.seconds);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const used = (this.counts.get(who) ?? 0) + 1;
    this.counts.set(who, used);
    const end = (window + 1) * MinuteWindow.seconds;
    return { used, secondsLeft: Math.ceil(end - seconds), endsAt: end * 1000 };
  }
}
