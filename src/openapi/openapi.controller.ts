import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { sendCacheable } from '../shared/http/cacheable';
import { PageError } from '../shared/http/page-error';
import { OpenApi, type OpenApiDocument } from './openapi-document';
import { referenceView } from './reference-view';

/** GET /openapi.json and /docs: the reference of the REST API, for programs and for people. */
@Controller()
export class OpenApiController {
  constructor(
    private readonly openApi: OpenApi,
    private readonly pages: Pages,
  ) {}

  @Get('openapi.json')
  json(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendCacheable(request, reply, this.document());
  }

  @Get('docs')
  page(@Res() reply: FastifyReply): void {
    sendPage(reply, this.pages.reference(referenceView(this.document(), this.pages.settings)));
  }

  /** @throws PageError where `DOCS=off` */
  private document(): OpenApiDocument {
    if (!this.pages.settings.docs) throw PageError.notFound();
    return this.openApi.document();
  }
}
