// What a change is about, in the words of the change feed. Who keeps rows says by these which changes make them old.

export const aboutClient = (ref: string) => `client ${ref}`;
export const aboutSecretsOf = (clientRef: string) => `secrets ${clientRef}`;
export const aboutUser = (id: string) => `user ${id}`;
export const aboutAuthorization = (id: string) => `authorization ${id}`;
export const aboutAuthorizationsOf = (userId: string) => `authorizations ${userId}`;
export const aboutStanding = (clientRef: string) => `standing ${clientRef}`;
export const aboutConsentsOf = (userId: string) => `consents ${userId}`;
export const aboutConsentsTo = (clientRef: string) => `consents to ${clientRef}`;
export const aboutTokensOf = (authorizationId: string) => `tokens ${authorizationId}`;
export const aboutToken = (jti: string) => `token ${jti}`;
export const aboutResource = (uriHash: string) => `resource ${uriHash}`;
export const ABOUT_KEYS = 'keys';
export const ABOUT_SCOPES = 'scopes';
export const ABOUT_SETTINGS = 'settings';

/** Every row of a table: what a write is about that says nothing better. */
export const aboutTable = (table: string) => `table ${table}`;
