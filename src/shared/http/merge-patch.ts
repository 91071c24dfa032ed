import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Reads `application/merge-patch+json` as JSON (RFC 7396 §4); keys that write to prototypes are refused. */
export function readMergePatch(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const parser = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/merge-patch+json', { parseAs: 'string' }, parser);
}
