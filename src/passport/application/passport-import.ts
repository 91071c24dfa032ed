import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { LocalUsers } from '../../users/application/local-users';
import { KnownPeople } from './known-people';
import { type ClientOutcome, PassportClientImport } from './passport-client-import';
import { type PassportSource, PassportSources } from './passport-sources';
import { PassportTokenImport } from './passport-token-import';

/** What an import has done, or would do. */
export interface PassportReport {
  clients: ClientOutcome[];
  refreshTokens: { taken: number; here: number; leftOut: Map<string, number> };
  /** Personal access tokens that live there: they stay there. */
  personalTokens: number;
}

/** Takes what can be taken out of a database of Laravel Passport, as often as one likes. */
@Injectable()
export class PassportImport {
  constructor(
    private readonly sources: PassportSources,
    private readonly clientImport: PassportClientImport,
    private readonly tokenImport: PassportTokenImport,
    private readonly users: LocalUsers,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `validation-failed` when the database cannot be read */
  async run(url: string, { isDry }: { isDry: boolean }): Promise<PassportReport> {
    const source = await this.sources.open(url);
    try {
      return await this.take(source, isDry);
    } finally {
      await source.close();
    }
  }

  private async take(source: PassportSource, isDry: boolean): Promise<PassportReport> {
    const people = new KnownPeople(this.users);
    const clients: ClientOutcome[] = [];
    for (const row of await source.clients()) clients.push(await this.clientImport.take(row, people, isDry));
    const options = { isDry, drafts: clients.flatMap(({ client }) => client ?? []) };
    const refreshTokens: PassportReport['refreshTokens'] = { taken: 0, here: 0, leftOut: new Map() };
    for await (const rows of source.refreshTokens(this.clock.now())) {
      for (const outcome of await this.tokenImport.takeSome(rows, people, options)) {
        if (outcome === 'taken' || outcome === 'here') refreshTokens[outcome]++;
        else
          refreshTokens.leftOut.set(outcome.leftOut, (refreshTokens.leftOut.get(outcome.leftOut) ?? 0) + 1);
      }
    }
    return { clients, refreshTokens, personalTokens: await source.countPersonalTokens(this.clock.now()) };
  }
}
