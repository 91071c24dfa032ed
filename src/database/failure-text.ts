import { QueryFailedError } from 'typeorm';

/** What the drivers of the databases call it, and what it means. */
const TEXTS: Record<string, string> = {
  ECONNREFUSED: 'The database does not answer at the address in DB_URL. Is it running?',
  ENOTFOUND: 'The host in DB_URL is not known.',
  ER_ACCESS_DENIED_ERROR: 'The database refuses the user name or password in DB_URL.',
  ER_BAD_DB_ERROR: 'The database that DB_URL names does not exist. Create it first.',
  SQLITE_CANTOPEN: 'The database file that DB_URL names cannot be opened.',
  SQLITE_READONLY: 'The database file that DB_URL names may not be written.',
  SQLITE_NOTADB: 'The file that DB_URL names is not an SQLite database.',
  SQLITE_BUSY: 'The database is busy with another program. Try again.',
};

/** A database error in words for the person who starts a program, or null. Statements and values are never repeated. */
export function databaseFailureText(error: unknown): string | null {
  const code = codeOf(error);
  if (code && TEXTS[code]) return TEXTS[code];
  return error instanceof QueryFailedError
    ? `The database refused a statement (${code ?? 'no code'}).`
    : null;
}

function codeOf(error: unknown): string | undefined {
  const { code, driverError, message } = error as {
    code?: unknown;
    driverError?: { code?: unknown };
    message?: unknown;
  };
  const found = driverError?.code ?? code;
  if (typeof found === 'string') return found;
  // libsql gives no code where it cannot open the file.
  return /unable to open/i.test(String(message)) ? 'SQLITE_CANTOPEN' : undefined;
}
