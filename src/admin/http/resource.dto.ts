import { SIGNING_ALGORITHMS, type SigningAlgorithm, type TokenFormat } from '../../config/settings';
import { IsLine, IsList, IsOneOf, IsWholeNumber, MayBeAbsent, MayBeNull } from '../../shared/http/fields';
import type { KnownResource, ResourceWords } from '../application/resource-desk';
import { IsResourceUri } from './scope.dto';

const YEAR = 31_536_000;

/** What may be said of an API that tokens are for, and changed later. */
class ResourceFieldsDto {
  @MayBeAbsent()
  @MayBeNull()
  @IsList(100)
  scopes?: string[] | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsOneOf('jwt', 'opaque')
  access_token_format?: TokenFormat | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(1, YEAR)
  access_token_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsOneOf(...SIGNING_ALGORITHMS)
  signing_alg?: SigningAlgorithm | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsLine(2000)
  introspection_client_id?: string | null;
}

/** The body of POST /v1/admin/resources. */
export class CreateResourceDto extends ResourceFieldsDto {
  @IsResourceUri()
  uri!: string;

  @IsLine()
  name!: string;
}

/** The body of PATCH /v1/admin/resources/{id}: a merge patch (RFC 7396 §1). The URI stays: tokens carry it. */
export class ChangeResourceDto extends ResourceFieldsDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;
}

/** What was said of a Resource, as the application calls it. */
export function resourceChangesOf(body: ChangeResourceDto): Partial<ResourceWords> {
  const words = {
    name: body.name,
    scopes: body.scopes,
    accessTokenFormat: body.access_token_format,
    accessTokenTtl: body.access_token_ttl,
    signingAlg: body.signing_alg,
    introspectionClientId: body.introspection_client_id,
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** A new Resource with everything that was left out: as the server does it otherwise. */
export const newResourceOf = (body: CreateResourceDto): ResourceWords => ({
  name: body.name,
  scopes: null,
  accessTokenFormat: null,
  accessTokenTtl: null,
  signingAlg: null,
  introspectionClientId: null,
  ...resourceChangesOf(body),
});

/** A Resource as REST shows it to administrators. */
export const administeredResourceBody = ({ resource, words }: KnownResource) => ({
  id: resource.id,
  uri: resource.uri,
  name: words.name,
  scopes: words.scopes,
  access_token_format: words.accessTokenFormat,
  access_token_ttl: words.accessTokenTtl,
  signing_alg: words.signingAlg,
  introspection_client_id: words.introspectionClientId,
});
