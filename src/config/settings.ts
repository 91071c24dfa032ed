import type { Limits } from './limits';

/** How the server was started; it decides which defaults are safe. */
export type Mode = 'production' | 'development' | 'demo' | 'test';

export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

export type TokenFormat = 'jwt' | 'opaque';

/** Settings that administrators may change while the server runs, unless the environment sets them: by variable. */
export const LIVE_SETTINGS = {
  accessTokenTtl: 'ACCESS_TOKEN_TTL',
  refreshTokenTtl: 'REFRESH_TOKEN_TTL',
  refreshTokenAbsoluteTtl: 'REFRESH_TOKEN_ABSOLUTE_TTL',
  authCodeTtl: 'AUTH_CODE_TTL',
  refreshGrace: 'REFRESH_GRACE',
  patMaxDays: 'PAT_MAX_DAYS',
  signup: 'SIGNUP',
  grants: 'GRANTS',
} as const;
export type LiveSetting = keyof typeof LIVE_SETTINGS;
export type LiveValues = Pick<Settings, LiveSetting>;

export const liveSettingNames = Object.keys(LIVE_SETTINGS) as LiveSetting[];

/**
 * Every setting, read once at start. Only the live ones change, between requests, to what administrators have stored.
 *
 * Lifetimes are whole seconds. `read-settings.ts` says which environment variable fills which field.
 */
export class Settings {
  readonly mode!: Mode;
  /** Public base URL without a trailing slash; the exact `iss` (RFC 8414 §2). */
  readonly issuer!: string;
  readonly host!: string;
  readonly port!: number;

  readonly appName!: string;
  /** Path of an SVG or PNG file, or null for the arch. */
  readonly appLogo!: string | null;
  /** Path of a stylesheet that overrides the custom properties, or null. */
  readonly themeCss!: string | null;

  /** `sqlite:PATH` or `mysql://user:password@host:port/database`. */
  readonly dbUrl!: string;
  readonly dbPoolSize!: number;
  readonly dbMigrate!: 'check' | 'auto';
  /** Seconds after which a statement, or the wait for a connection, is given up. */
  readonly dbQueryTimeout!: number;
  readonly dbPoolWait!: number;

  /** Seconds in which a request has to arrive whole. */
  readonly requestTimeout!: number;
  /** Seconds between saying "not ready" and accepting no more, for load balancers; and for what is under way after it. */
  readonly shutdownDelay!: number;
  readonly shutdownTimeout!: number;

  readonly cookieSecret!: string;
  readonly keyEncryptionSecret!: string;

  readonly signingAlg!: SigningAlgorithm;
  readonly signingKeyBits!: number;
  readonly signingKeysFile!: string | null;

  readonly accessTokenTtl!: number;
  readonly refreshTokenTtl!: number;
  readonly refreshTokenAbsoluteTtl!: number;
  readonly authCodeTtl!: number;
  readonly refreshGrace!: number;
  readonly accessTokenFormat!: TokenFormat;
  /** URI of the default Resource: the `aud` where a request names no `resource` (RFC 8707 §2). */
  readonly accessTokenAudience!: string;
  /** Grant types switched on at this server. */
  readonly grants!: readonly string[];
  /** Path prefixes at which the protocol answers; the first is canonical. */
  readonly oauthPaths!: readonly string[];
  readonly defaultScopes!: readonly string[];
  readonly consentRedirect!: 'page' | '303';

  /** First letter of the prefixes of our secrets. */
  readonly tokenPrefix!: string;
  readonly patDefaultDays!: number;
  readonly patMaxDays!: number;
  readonly patAllowNever!: boolean;
  readonly patMaxPerUser!: number;

  /** Whether strangers may make an account of their own. */
  readonly signup!: 'invite' | 'open';
  readonly passwordMinLength!: number;
  /** KiB that hashing one password takes. */
  readonly passwordHashMemory!: number;
  readonly adminEmail!: string | null;
  readonly adminPassword!: string | null;

  /** `smtp://…` or `smtps://…`; null: mails are printed in development and demo, and refused elsewhere. */
  readonly smtpUrl!: string | null;
  readonly mailFrom!: string | null;

  /** CIDRs of proxies whose X-Forwarded-* headers are believed. */
  readonly trustProxy!: readonly string[];
  /** Extra browser origins that may call the token and revocation endpoints. */
  readonly corsOrigins!: readonly string[];

  /** Whether /docs and /openapi.json are there. */
  readonly docs!: boolean;
  /** Requests a minute that one token may send to the REST API of this node; 0: as many as it likes. */
  readonly apiRateLimit!: number;
  /** Whether the JSON routes of Laravel Passport are there. */
  readonly passportRoutes!: boolean;
  /** `APP_KEY` of the Laravel application whose refresh tokens were imported; null: none were. */
  readonly passportAppKey!: string | null;
  /** Whether /playground is there. */
  readonly playground!: boolean;

  readonly limits!: Limits;
  /** Processes that share the port. */
  readonly workers!: number;

  /** How the events about issued codes and tokens are written. */
  readonly auditTokenEvents!: 'batch' | 'sync' | 'off';
  /** Seconds after which events are deleted. */
  readonly auditRetention!: number;

  readonly logLevel!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly logFormat!: 'json' | 'pretty';
  /** Whether each request is a line of the log. */
  readonly logRequests!: boolean;
  /** Whether /metrics is there: for this machine, or for whoever has the token. */
  readonly metrics!: boolean;
  readonly metricsToken!: string | null;

  /** The live settings that the environment sets: nobody else may. */
  readonly locked!: ReadonlySet<LiveSetting>;

  #stored: Partial<LiveValues> = {};
  readonly #initial: LiveValues;

  constructor(
    values: Omit<Settings, 'url' | 'path' | 'oauthPath' | 'oauthUrl' | 'hasGrant' | 'adopt' | 'initial'>,
  ) {
    Object.assign(this, values);
    this.#initial = values;
    for (const name of liveSettingNames) {
      Object.defineProperty(this, name, { enumerable: true, get: () => this.#stored[name] ?? values[name] });
    }
    Object.freeze(this);
  }

  /** Takes over what administrators have stored; what the environment sets stays. */
  adopt(stored: Partial<LiveValues>): void {
    const open = Object.entries(stored).filter(([name]) => !this.locked.has(name as LiveSetting));
    this.#stored = Object.fromEntries(open);
  }

  /** What a live setting is where administrators have stored nothing. */
  initial<K extends LiveSetting>(name: K): LiveValues[K] {
    return this.#initial[name];
  }

  /** The absolute public address of a path of ours. */
  url(path: string): string {
    return this.issuer + path;
  }

  /** A path of ours as the browser knows it: behind the path of the issuer, where that has one. */
  path(path: string): string {
    const { pathname } = new URL(this.issuer);
    return pathname === '/' ? path : pathname + path;
  }

  /** The public path of a protocol endpoint, e.g. `authorize`, at its canonical prefix. */
  oauthPath(endpoint: string): string {
    return this.path(`${this.oauthPaths[0]}/${endpoint}`);
  }

  /** The absolute public address of a protocol endpoint, e.g. `token`. */
  oauthUrl(endpoint: string): string {
    return `${this.issuer}${this.oauthPaths[0]}/${endpoint}`;
  }

  hasGrant(type: string): boolean {
    return this.grants.includes(type);
  }
}
