import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { Problem } from '../domain/problem';
import { validationProblem } from './validation-problem';

/** Checks what routes declare of a body by a class with rules; everything else in it is refused. */
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: validationProblem,
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value === null) throw notAnObject();
    if (metadata.type === 'body') refuseInherited(value);
    return super.transform(value, metadata);
  }
}

/** Names that every object or class has: Nest and class-transformer drop them without a word. */
function refuseInherited(value: unknown): void {
  const names = Object.keys(value ?? {}).filter((name) => name === 'prototype' || name in Object.prototype);
  if (names.length === 0) return;
  throw validationProblem(
    names.map((property) => ({ property, constraints: { whitelistValidation: 'unknown' } })),
  );
}

function notAnObject(): Problem {
  const detail = 'Send a JSON object.';
  return new Problem('validation-failed', detail, { errors: [{ pointer: '', code: 'object', detail }] });
}
