import { Controller, Get, Header, Module } from '@nestjs/common';
import { Database } from '../database/database';
import { Problem } from '../shared/domain/problem';

/** GET /health/live and /health/ready. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** The database answers too. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready() {
    try {
      await this.database.manager.query('SELECT 1');
    } catch (cause) {
      throw new Problem('unavailable', 'The database does not answer.', {
        cause,
        headers: { 'Retry-After': '5' },
      });
    }
    return { status: 'ok' };
  }
}

/** For load balancers and supervisors. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
