import { Get, Header } from '@nestjs/common';
import { Csrf } from '../../sessions/application/csrf';
import type { Visitor } from '../../sessions/domain/visitor';
import { CurrentVisitor } from '../../sessions/visitor';
import { GivesCsrfToken, scriptToken } from './own-script.guard';
import { PassportRoutes } from './passport-routes';

/** GET /oauth/csrf-token: what a script of our own origin sends as `X-CSRF-TOKEN` with every other request. */
@PassportRoutes('csrf-token')
export class CsrfTokenController {
  constructor(private readonly csrf: Csrf) {}

  @Get()
  @GivesCsrfToken()
  @Header('Cache-Control', 'no-store')
  show(@CurrentVisitor() visitor: Visitor) {
    return { csrf_token: scriptToken(this.csrf, visitor) };
  }
}
