import type { FastifyReply } from 'fastify';
import { type FieldError, Problem } from '../shared/domain/problem';
import type { Html } from './html';
import { sendPage } from './reply';

/** Refusals that the person can do something about in the form itself. */
const TO_THE_FORM = new Set([
  'validation-failed',
  'conflict',
  'limit-reached',
  'last-admin',
  'last-secret',
  'scope-in-use',
  'key-in-use',
  'already-rotated',
  'version-mismatch',
  'reauthentication-required',
  'role-required',
  'rate-limited',
]);

/**
 * Does what a form asks for; when that is refused, shows the form again with what was typed and what is wrong.
 *
 * @param again makes the page of the form, with its faults
 */
export async function answerForm(
  reply: FastifyReply,
  work: () => Promise<void>,
  again: (errors: FieldError[]) => Html | Promise<Html>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem) || !TO_THE_FORM.has(error.slug)) throw error;
    const errors = error.errors ?? [wholeForm(error)];
    sendPage(reply.headers(error.headers), await again(errors), error.status);
  }
}

/** A refusal that is about no single field. */
function wholeForm({ slug, detail, words }: Problem): FieldError {
  return { pointer: '', code: slug, detail, ...(words && { message: words }) };
}
