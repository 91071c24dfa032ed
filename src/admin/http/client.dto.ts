import type { ClientChanges, ClientRegistrationRequest } from '../../clients/application/client-registration';
import { ChangeAppDto, changesOf, CreateAppDto, registrationOf } from '../../clients/client.dto';
import { IsFlag, IsLine, MayBeAbsent, MayBeNull } from '../../shared/http/fields';

/** What only administrators say of a client. */
interface AdministeredFields {
  first_party?: boolean;
  introspect?: boolean;
  owner_id?: string | null;
}

/** The body of POST /v1/admin/clients. */
export class CreateClientDto extends CreateAppDto implements AdministeredFields {
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

  @MayBeAbsent()
  @IsLine(2000)
  client_id?: string;
}

/** The body of PATCH /v1/admin/clients/{client_id}. */
export class ChangeClientDto extends ChangeAppDto implements AdministeredFields {
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

/** What an administrator changes of a client, as the application calls it. */
export const administeredChangesOf = (body: ChangeClientDto): ClientChanges => ({
  ...changesOf(body),
  ...administered(body),
});

/** What an administrator registers, as the application calls it. */
export const administeredRegistrationOf = (body: CreateClientDto): ClientRegistrationRequest => ({
  ...registrationOf(body),
  ...administered(body),
  clientId: body.client_id,
});

const administered = (body: AdministeredFields) => ({
  firstParty: body.first_party,
  introspect: body.introspect,
  ownerId: body.owner_id,
});
