import type { EpochMs } from '../../shared/domain/clock';
import { IsFlag, IsLine, IsOneOf, IsText, MayBeAbsent, Satisfies } from '../../shared/http/fields';
import { moment } from '../../shared/http/known-parameters';
import { TOKEN_KINDS, type TokenKindWord } from '../../tokens/domain/token-kind';

/** The longest that a header may carry, and a little more. */
const MAX_TOKEN = 16_384;

/** The body of POST /v1/admin/tokens/lookup. */
export class LookupTokenDto {
  @IsText(MAX_TOKEN)
  token!: string;
}

/** A moment in RFC 3339. */
const IsMoment = (): PropertyDecorator =>
  Satisfies(
    'moment',
    (value) => typeof value === 'string' && moment(value) !== null,
    'Use a moment like 2026-11-21T12:00:00Z.',
    { type: 'string', format: 'date-time' },
  );

/** The body of POST /v1/admin/tokens/revoke. */
export class RevokeTokensDto {
  @MayBeAbsent()
  @IsLine(255)
  user_id?: string;

  @MayBeAbsent()
  @IsLine(2000)
  client_id?: string;

  @MayBeAbsent()
  @IsOneOf(...TOKEN_KINDS)
  kind?: TokenKindWord;

  @MayBeAbsent()
  @IsMoment()
  issued_before?: string;

  @MayBeAbsent()
  @IsFlag()
  dry_run?: boolean;
}

/** What was said of the tokens, as the application calls it. */
export function orderOf({ user_id, client_id, kind, issued_before }: RevokeTokensDto) {
  return {
    ...(user_id !== undefined && { userId: user_id }),
    ...(client_id !== undefined && { clientId: client_id }),
    ...(kind !== undefined && { kind }),
    ...(issued_before !== undefined && { issuedBefore: moment(issued_before) as EpochMs }),
  };
}
