import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a request came from: for the log and the audit log. */
export interface RequestContext {
  requestId: string;
  ip: string;
  userAgent: string | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered, or null in the CLI and in timers. */
export const currentRequest = (): RequestContext | null => storage.getStore() ?? null;

export const runInRequest = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);
