import { type DynamicModule, Global, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { AuditLog } from './audit/application/audit-log';
import { TypeOrmAuditArchive } from './audit/infrastructure/typeorm-audit-archive';
import { Settings } from './config/settings';
import { Clock } from './shared/domain/clock';
import { KeyRing } from './keys/application/key-ring';
import { KeySealer } from './keys/application/key-sealer';
import { KeyStore } from './keys/application/key-store';
import { SigningKeys } from './keys/application/signing-keys';
import { FileKeyStore } from './keys/infrastructure/file-key-store';
import { TypeOrmKeyStore } from './keys/infrastructure/typeorm-key-store';
import { KeysModule } from './keys/keys.module';
import { Pages } from './pages/pages';
import { KeepAllScopes, ScopePolicy } from './scopes/domain/scope-policy';
import { ClaimsProvider, NoExtraClaims } from './tokens/domain/claims-provider';
import { CheckedUserDirectory } from './users/application/checked-user-directory';
import { DirectoryKind } from './users/application/directory-kind';
import { UserDirectory } from './users/application/user-directory';
import { TypeOrmUserDirectory } from './users/infrastructure/typeorm-user-directory';
import { UsersModule } from './users/users.module';

/** A Nest provider keyed by one of our abstract classes. */
export type Part = Exclude<Provider, new (...args: never[]) => unknown> & { provide: unknown };

/** Every part that a company may replace, with what stands there if it does not. A seventh needs an ADR. */
const DEFAULT_PARTS: Part[] = [
  // Who the people are, and whether a password is theirs.
  { provide: UserDirectory, useClass: TypeOrmUserDirectory },
  // Extra claims in access tokens.
  { provide: ClaimsProvider, useClass: NoExtraClaims },
  // Which of the allowed scopes are really given; it can only narrow.
  { provide: ScopePolicy, useClass: KeepAllScopes },
  // View data -> HTML.
  { provide: Pages, useClass: Pages },
  // Signs tokens and publishes the keys.
  {
    provide: KeyStore,
    inject: [Settings, SigningKeys, KeyRing, KeySealer, Clock],
    useFactory: (settings: Settings, keys: SigningKeys, ring: KeyRing, sealer: KeySealer, clock: Clock) =>
      settings.signingKeysFile
        ? new FileKeyStore(settings.signingKeysFile)
        : new TypeOrmKeyStore(keys, ring, sealer, clock),
  },
  // Keeps security events.
  { provide: AuditLog, useClass: TypeOrmAuditArchive },
];

const THEIR_DIRECTORY = Symbol('directory before it is checked');

/** People's ids are checked, whoever brings them. */
const checked = (part: Part): Part[] => [
  { ...part, provide: THEIR_DIRECTORY } as Part,
  {
    provide: UserDirectory,
    inject: [THEIR_DIRECTORY],
    useFactory: (theirs: UserDirectory) => new CheckedUserDirectory(theirs),
  },
];

/** Offers the replaceable parts to every module. */
@Global()
@Module({})
export class ReplaceablePartsModule {
  /**
   * @param parts the company's own; one for each abstract class at most
   * @param imports modules that the company's parts need
   * @throws Error for a provider that is none of the six
   */
  static forRoot(parts: Part[], imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    const unknown = parts.find((part) => !DEFAULT_PARTS.some(({ provide }) => provide === part.provide));
    if (unknown) {
      const names = DEFAULT_PARTS.map(({ provide }) => (provide as { name: string }).name).join(', ');
      throw new Error(
        `forRoot({ parts }): provide one of ${names}. Other providers belong into a module in imports.`,
      );
    }
    const chosen = DEFAULT_PARTS.map(
      (ours) => parts.find(({ provide }) => provide === ours.provide) ?? ours,
    ).flatMap((part) => (part.provide === UserDirectory ? checked(part) : [part]));
    const isLocal = parts.every(({ provide }) => provide !== UserDirectory);
    const directoryKind = { provide: DirectoryKind, useValue: new DirectoryKind(isLocal) };
    return {
      module: ReplaceablePartsModule,
      imports: [UsersModule, KeysModule, ...imports],
      providers: [...chosen, directoryKind] as Provider[],
      exports: [...chosen, directoryKind].map(({ provide }) => provide) as never[],
    };
  }
}
