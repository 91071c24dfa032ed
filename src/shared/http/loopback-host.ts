/** 127.0.0.0/8, ::1 and their name. */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/** The host of a `Host` header without its port, in lower case; null when there is none or it is malformed. */
export const hostNameOf = (header: string | undefined): string | null =>
  /^(\[[0-9a-f:.]+\]|[^:[\]@/]+)(?::\d{1,5})?$/.exec(header?.toLowerCase() ?? '')?.[1] ?? null;
