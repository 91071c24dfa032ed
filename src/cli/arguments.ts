import { parseDuration } from '../config/duration';
import type { EpochMs } from '../shared/domain/clock';
import { moment } from '../shared/http/known-parameters';
import { UsageError } from './usage-error';

/** What stands behind the verb, checked against its flags. */
export class Arguments {
  constructor(
    private readonly values: ReadonlyMap<string, readonly string[]>,
    private readonly switches: ReadonlyMap<string, boolean>,
    /** The value without dashes, where the verb takes one. */
    readonly operand: string | undefined,
  ) {}

  text(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  /** A value that the verb's flags or operand require. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  }

  /** Every value of a repeated flag, also those that stand in one value with blanks between; undefined: not given. */
  list(name: string): string[] | undefined {
    return this.values.get(name)?.flatMap((value) => value.split(/\s+/).filter((word) => word !== ''));
  }

  /** Undefined when neither the switch nor its opposite is given. */
  isOn(name: string): boolean | undefined {
    return this.switches.get(name);
  }

  /** Seconds of a duration like `1h`. @throws UsageError */
  seconds(name: string, maximum = Infinity): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const seconds = parseDuration(value);
    if (seconds !== null && seconds <= maximum) return seconds;
    const most = maximum === Infinity ? '' : `, at most ${maximum / 86_400}d`;
    throw new UsageError(`--${name} ${value}: write a duration like 90s, 15m, 1h, 30d or 1y${most}.`);
  }

  /** A day like `2026-11-21`, which begins at midnight UTC, or a moment in RFC 3339. @throws UsageError */
  moment(name: string): EpochMs | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const at = moment(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
    if (at !== null) return at;
    throw new UsageError(
      `--${name} ${value}: write a day like 2026-11-21, or a moment like 2026-11-21T09:30:00Z.`,
    );
  }
}
