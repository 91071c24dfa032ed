import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { PROBLEMS, type ProblemSlug } from '../shared/domain/problem';
import { PageError } from '../shared/http/page-error';

/** What to do about each problem, for the developer who follows the `type` of an answer. */
const HELP: Record<ProblemSlug, string> = {
  'validation-failed':
    'Look at "errors": each has a JSON pointer to the place in your request and says what is expected there.',
  'unknown-parameter':
    'The parameter is mistyped, or not known at this address. It is refused so that a mistyped filter does not return everything.',
  'malformed-request': 'The body or the address could not be read. Check the JSON or the percent-encoding.',
  unauthenticated:
    'Send a living access token: Authorization: Bearer <token>. A token is refused when it is unknown, expired, revoked, or meant for another API.',
  'insufficient-scope': 'Ask for a token with the scope that the WWW-Authenticate header names.',
  'role-required':
    'The scope is there, but the person behind the token has not the role that it takes, or there is no person behind it.',
  'reauthentication-required':
    'This step is sensitive and the last sign-in is too long ago. Confirm the password once more.',
  'not-found': 'There is nothing at this address, or it belongs to somebody else.',
  'method-not-allowed': 'This address answers other methods. See the Allow header.',
  'not-acceptable':
    'The Accept header excludes what this address answers with. The detail says what that is.',
  'secret-already-delivered':
    'The first request with this Idempotency-Key was done, and its answer held a secret, which we do not keep. Follow "resource", and rotate the secret to get a new one.',
  'idempotency-key-reused': 'Use a new Idempotency-Key for every new request.',
  conflict:
    'What you want to create or change clashes with something that exists. The detail says with what.',
  'last-admin': 'Make somebody else an administrator first.',
  'already-rotated':
    'Somebody was faster, or the request came twice. Use the newest value, or make a new one.',
  'key-in-use':
    'Rotate the keys, and wait until the last token of this one has expired. If it has leaked, rotate with "emergency".',
  'scope-in-use': '"uses" says where: take it from those clients, and revoke or wait for what has it.',
  'resource-in-use':
    '"uses" says where: take it from those clients and scopes, and revoke or wait for what was granted for it.',
  'last-secret': 'Add a new secret first, then remove the old one.',
  'version-mismatch':
    'Somebody else has changed this since you read it. Read it again, then repeat your change.',
  'payload-too-large': 'Send less: forms up to 64 KB, JSON up to 256 KB.',
  'uri-too-long': 'Send what is long in the body, or less of it.',
  'headers-too-large': 'Send fewer and shorter header fields.',
  'unsupported-media-type':
    'Send application/json (or application/merge-patch+json where you change something).',
  'limit-reached': 'Remove something first. The detail says what, and how many there may be.',
  'rate-limited': 'Wait as long as the Retry-After header says.',
  internal: 'This is our mistake. Try again; if it stays, tell us the request id that stands in "instance".',
  unavailable:
    'The server cannot answer right now. Nothing is lost. Try again after the seconds in Retry-After.',
};

/** GET /problems/:slug: where the `type` of every problem leads (RFC 9457 §3.1.1). */
@Controller('problems')
export class ProblemsController {
  constructor(private readonly pages: Pages) {}

  @Get(':slug')
  show(@Param('slug') slug: string, @Res() reply: FastifyReply): void {
    if (!isSlug(slug)) throw PageError.notFound();
    const [status, title] = PROBLEMS[slug];
    sendPage(reply, this.pages.message({ title: `${status}: ${title}`, text: HELP[slug], next: null }));
  }
}

const isSlug = (slug: string): slug is ProblemSlug => Object.hasOwn(PROBLEMS, slug);

/** Explains problems. */
@Module({ controllers: [ProblemsController] })
export class ProblemsModule {}
