import type { AuthenticationMethod, ClientType } from '../../clients/domain/client';
import { CLIENT_TYPES } from '../../clients/domain/client';
import type { ClientChanges, ClientRegistrationRequest } from '../../clients/application/client-registration';
import {
  IsFlag,
  IsLine,
  IsList,
  IsOneOf,
  IsWholeNumber,
  MayBeAbsent,
  MayBeNull,
} from '../../shared/http/fields';

const MAX_ITEM = 2000;

/** What may be said when a client is registered, and changed later. */
class ClientFieldsDto {
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

  @MayBeAbsent()
  @IsFlag()
  first_party?: boolean;

  @MayBeAbsent()
  @IsFlag()
  introspect?: boolean;

  @MayBeAbsent()
  @MayBeNull()
  @IsLine(255)
  owner_id?: string | null;
}

/** The body of POST /v1/admin/clients. */
export class CreateClientDto extends ClientFieldsDto {
  @IsLine()
  name!: string;

  @IsOneOf(...CLIENT_TYPES)
  type!: ClientType;

  @MayBeAbsent()
  @IsOneOf('client_secret_basic', 'client_secret_post', 'none')
  token_endpoint_auth_method?: AuthenticationMethod;

  @MayBeAbsent()
  @IsLine(MAX_ITEM)
  client_id?: string;
}

/** The body of PATCH /v1/admin/clients/{client_id}: a merge patch (RFC 7396 §1). Identity and kind stay. */
export class ChangeClientDto extends ClientFieldsDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;
}

/** The body of PUT /v1/admin/clients/{client_id}/redirect-uris. */
export class RedirectUrisDto {
  @IsList(MAX_ITEM)
  redirect_uris!: string[];
}

/** Wire names as the application calls them; what is left out stays out. */
export function changesOf(body: ChangeClientDto): ClientChanges {
  return {
    name: body.name,
    redirectUris: body.redirect_uris,
    scopes: body.scopes,
    grantTypes: body.grant_types,
    accessTokenTtl: body.access_token_ttl,
    refreshTokenTtl: body.refresh_token_ttl,
    accessTokenFormat: body.access_token_format,
    requirePkce: body.require_pkce,
    firstParty: body.first_party,
    introspect: body.introspect,
    ownerId: body.owner_id,
  };
}

/** A client whose method is `none` is public; the other methods mean that it keeps a secret. */
export function registrationOf(body: CreateClientDto): ClientRegistrationRequest {
  const method = body.token_endpoint_auth_method;
  return {
    ...changesOf(body),
    name: body.name,
    type: body.type,
    clientId: body.client_id,
    authenticationMethod: method,
    ...(method && { secret: method !== 'none' }),
  };
}
