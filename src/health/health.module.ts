import { Controller, Get, Header, Module } from '@nestjs/common';
import { Database } from '../database/database';
import { Life } from '../shared/application/life';
import { Problem } from '../shared/domain/problem';

/** GET /health/live and /health/ready. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly life: Life,
  ) {}

  /** The process answers: nothing that it needs is asked, because restarting it would not bring that back. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** It may be sent requests: the database answers too, and the server does not end. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready() {
    const headers = { 'Retry-After': '5' };
    if (this.life.isEnding)
      throw new Problem('unavailable', 'The server ends. Ask another one.', { headers });
    try {
      await this.database.manager.query('SELECT 1');
    } catch (cause) {
      throw new Problem('unavailable', 'The database does not answer.', { cause, headers });
    }
    return { status: 'ok' };
  }
}

/** For load balancers and supervisors. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
