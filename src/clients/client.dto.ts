import {
  IsFlag,
  IsLine,
  IsList,
  IsOneOf,
  IsWholeNumber,
  MayBeAbsent,
  MayBeNull,
} from '../shared/http/fields';
import type { ClientChanges, ClientRegistrationRequest } from './application/client-registration';
import { type AuthenticationMethod, CLIENT_TYPES, type ClientType } from './domain/client';

const MAX_ITEM = 2000;

/** What may be said of a client when it is registered, and changed later, whoever it belongs to. */
class AppFieldsDto {
  @MayBeAbsent()
  @IsList(MAX_ITEM)
  redirect_uris?: string[];

  @MayBeAbsent()
  @IsList(100)
  scopes?: string[];

  @MayBeAbsent()
  @IsList(100)
  grant_types?: string[];

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber()
  access_token_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber()
  refresh_token_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsOneOf('jwt', 'opaque')
  access_token_format?: 'jwt' | 'opaque' | null;

  @MayBeAbsent()
  @IsFlag()
  require_pkce?: boolean;
}

/** The body of POST /v1/me/apps. */
export class CreateAppDto extends AppFieldsDto {
  @IsLine()
  name!: string;

  @IsOneOf(...CLIENT_TYPES)
  type!: ClientType;

  @MayBeAbsent()
  @IsOneOf('client_secret_basic', 'client_secret_post', 'none')
  token_endpoint_auth_method?: AuthenticationMethod;
}

/** The body of PATCH /v1/me/apps/{client_id}: a merge patch (RFC 7396 §1). Identity and kind stay. */
export class ChangeAppDto extends AppFieldsDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;
}

/** The body of PUT …/redirect-uris. */
export class RedirectUrisDto {
  @IsList(MAX_ITEM)
  redirect_uris!: string[];
}

/** Wire names as the application calls them; what is left out stays out. */
export function changesOf(body: ChangeAppDto): ClientChanges {
  return {
    name: body.name,
    redirectUris: body.redirect_uris,
    scopes: body.scopes,
    grantTypes: body.grant_types,
    accessTokenTtl: body.access_token_ttl,
    refreshTokenTtl: body.refresh_token_ttl,
    accessTokenFormat: body.access_token_format,
    requirePkce: body.require_pkce,
  };
}

/** A client whose method is `none` is public; the other methods mean that it keeps a secret. */
export function registrationOf(body: CreateAppDto): ClientRegistrationRequest {
  const method = body.token_endpoint_auth_method;
  return {
    ...changesOf(body),
    name: body.name,
    type: body.type,
    authenticationMethod: method,
    ...(method && { secret: method !== 'none' }),
  };
}
