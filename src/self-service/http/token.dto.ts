import {
  IsFlag,
  IsLine,
  IsList,
  IsText,
  IsWholeNumber,
  MayBeAbsent,
  MayBeNull,
  Satisfies,
} from '../../shared/http/fields';
import { moment } from '../../shared/http/known-parameters';

const DAY_S = 86_400;
const MAX_DESCRIPTION = 500;

const IsMoment = (): PropertyDecorator =>
  Satisfies(
    'moment',
    (value) => typeof value === 'string' && moment(value) !== null,
    'Use a moment like 2027-01-31T00:00:00Z.',
    { type: 'string', format: 'date-time' },
  );

/** The body of POST /v1/me/personal-access-tokens. One of `expires_at` and `expires_in` has to be there. */
export class CreateTokenDto {
  @IsLine()
  name!: string;

  @MayBeAbsent()
  @IsText(MAX_DESCRIPTION)
  description?: string;

  @IsList(100)
  scopes!: string[];

  /** It ends at 00:00 UTC of that day; null: never, where the server allows it. */
  @MayBeAbsent()
  @MayBeNull()
  @IsMoment()
  expires_at?: string | null;

  /** Seconds, as whole days. */
  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(1)
  expires_in?: number | null;

  /** Whether it may rotate itself. */
  @MayBeAbsent()
  @IsFlag()
  rotatable?: boolean;
}

/** The body of PATCH /v1/me/personal-access-tokens/{id}: a merge patch (RFC 7396 §1). */
export class ChangeTokenDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;

  @MayBeAbsent()
  @IsText(MAX_DESCRIPTION)
  description?: string;

  /** Only fewer than before. */
  @MayBeAbsent()
  @IsList(100)
  scopes?: string[];
}

/** The body of POST /v1/tokens/current/rotate. */
export class RotateCurrentTokenDto {
  /** Seconds, as whole days. */
  @MayBeAbsent()
  @IsWholeNumber(1)
  expires_in?: number;
}

/** The body of POST /v1/me/personal-access-tokens/{id}/rotate. */
export class RotateTokenDto extends RotateCurrentTokenDto {
  /** Seconds that the former value still works. */
  @MayBeAbsent()
  @IsWholeNumber(0, DAY_S)
  overlap?: number;
}
