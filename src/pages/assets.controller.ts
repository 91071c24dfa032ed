import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings';
import { PageError } from '../shared/http/page-error';

interface Asset {
  body: Buffer;
  type: string;
  etag: string;
}

const TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const OURS = join(__dirname, 'assets');

/** GET /assets/…: read once at start, so that a wrong path in the settings is noticed at once. */
@Controller('assets')
export class AssetsController {
  private readonly assets: Map<string, Asset>;

  constructor(settings: Settings) {
    this.assets = new Map(readdirSync(OURS).map((name) => [name, load(join(OURS, name))]));
    if (settings.themeCss) this.assets.set('theme.css', load(settings.themeCss));
    if (settings.appLogo) this.assets.set('logo', load(settings.appLogo));
  }

  @Get(':name')
  get(@Req() request: FastifyRequest<{ Params: { name: string } }>, @Res() reply: FastifyReply): void {
    const asset = this.assets.get(request.params.name);
    if (!asset) throw PageError.notFound();
    void reply
      .header('ETag', asset.etag)
      .header('Cache-Control', 'public, max-age=3600')
      .header('Content-Type', asset.type);
    if (request.headers['if-none-match'] === asset.etag) void reply.status(304).send();
    else void reply.send(asset.body);
  }
}

function load(path: string): Asset {
  const body = readFileSync(path);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, etag, type: TYPES[extname(path)] ?? 'application/octet-stream' };
}
