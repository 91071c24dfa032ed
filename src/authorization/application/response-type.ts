import type { Settings } from '../../config/settings';
import type { Client } from '../../clients/domain/client';
import type { Authorization } from '../../tokens/domain/authorization';
import type { User } from '../../users/domain/user';
import type { AuthorizationRequest } from '../domain/authorization-request';

/** What a response is made from, once the person has allowed it. */
export interface ResponseContext {
  request: AuthorizationRequest;
  client: Client;
  user: User;
  authorization: Authorization;
}

/** One way in which the authorize endpoint answers (RFC 6749 §3.1.1); one subclass and one line in the list each. */
export abstract class ResponseType {
  /** The `response_type` on the wire. */
  abstract readonly type: string;
  /** The grant type that server and client must have switched on for it. */
  abstract readonly grantType: string;
  /** Where the answer stands in the redirect. */
  abstract readonly responseMode: 'query' | 'fragment';

  /**
   * The members of the answer; `state` and `iss` are added to them. Runs inside the transaction of the consent where the
   * person was asked: what has to be written whole or not at all, is put into `Transaction.run`, which joins it.
   */
  abstract respond(context: ResponseContext): Promise<Record<string, string>>;
}

/** The response types that this server answers: ours that are switched on now, and a company's own. */
export class ResponseTypes {
  private readonly own: ResponseType[] = [];

  constructor(
    private readonly ours: readonly ResponseType[],
    private readonly settings: Settings,
  ) {}

  get all(): readonly ResponseType[] {
    return [...this.ours.filter(({ grantType }) => this.settings.hasGrant(grantType)), ...this.own];
  }

  add(responseType: ResponseType): void {
    this.own.push(responseType);
  }

  find(type: string): ResponseType | null {
    return this.all.find((candidate) => candidate.type === type) ?? null;
  }
}
