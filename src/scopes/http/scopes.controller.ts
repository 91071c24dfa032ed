import { Controller, Get } from '@nestjs/common';
import { wholeList, WithoutParameters } from '../../shared/http/list';
import { ScopeCatalogue } from '../application/scope-catalogue';

/** GET /v1/scopes: the public list of scopes, with words. */
@Controller('v1/scopes')
export class ScopesController {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  @Get()
  list(@WithoutParameters() _query: object) {
    const data = this.catalogue.all().map((scope) => ({
      name: scope.name,
      description: scope.description,
      consent_text: scope.consentText,
      group: scope.group,
      risk: scope.risk,
      grantable_to: scope.grantableTo,
    }));
    return wholeList(data);
  }
}
