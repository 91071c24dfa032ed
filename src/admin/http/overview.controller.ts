import { Get } from '@nestjs/common';
import { RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { rfc3339OrNull } from '../../shared/http/rfc3339';
import { OverviewDesk } from '../application/overview-desk';

/** GET /v1/admin/overview: how the server is, in numbers. */
@RestApi('v1/admin/overview')
export class AdminOverviewController {
  constructor(private readonly desk: OverviewDesk) {}

  @Get()
  @RequireScopes('admin:read')
  async show() {
    const overview = await this.desk.read();
    return {
      users: overview.users,
      clients: overview.clients,
      tokens: overview.tokens,
      sign_ins_24h: overview.signIns24h,
      needs_a_look: {
        secrets_ending_30d: overview.secretsEnding30d,
        reuse_detected_7d: overview.reuseDetected7d,
        locked_24h: overview.locked24h,
      },
      last_key_rotation: rfc3339OrNull(overview.lastKeyRotation),
    };
  }
}
