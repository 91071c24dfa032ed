export const TOKEN_KINDS = ['access', 'personal', 'refresh'] as const;

/** What a token is, in the words of administrators. */
export type TokenKindWord = (typeof TOKEN_KINDS)[number];
