import type { ValidationError } from '@nestjs/common';
import { type FieldError, Problem } from '../domain/problem';

/** What class-validator has found, as a problem with a pointer to each place (RFC 9457 §3, RFC 6901). */
export function validationProblem(errors: ValidationError[]): Problem {
  const fields = errors.flatMap((error) => flatten(error, ''));
  return new Problem('validation-failed', fields[0]?.detail ?? 'Some values are not valid.', {
    errors: fields,
  });
}

function flatten(error: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${error.property.slice(0, 100).replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) =>
    constraint === 'whitelistValidation'
      ? { pointer, code: 'unknown', detail: 'This field is not known here.' }
      : {
          pointer,
          code: constraint
            .replace(/^is/, '')
            .replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
            .replace(/^_/, ''),
          detail: message,
        },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}
