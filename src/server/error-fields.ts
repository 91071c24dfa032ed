import { QueryFailedError } from 'typeorm';

/** An error for the log. Those of databases carry statements and values: only their name and code are told. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (error instanceof QueryFailedError)
    return { error: error.name, code: (error.driverError as { code?: unknown }).code };
  if (!(error instanceof Error)) return { error: 'unknown', reason: String(error) };
  if (error instanceof AggregateError)
    return { error: error.name, reason: error.message, errors: error.errors.map(errorFields) };
  return { error: error.name, reason: error.message, stack: error.stack };
}
