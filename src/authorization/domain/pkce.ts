import { createHash } from 'node:crypto';
import { equalInConstantTime } from '../../shared/domain/secret';

/** A SHA-256 in base64url: what S256 makes (RFC 7636 §4.2). */
export const isCodeChallenge = (value: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(value);

/** RFC 7636 §4.1. */
export const isCodeVerifier = (value: string): boolean => /^[A-Za-z0-9._~-]{43,128}$/.test(value);

/** Whether the verifier is the one that the challenge was made from; `plain` does not exist here (RFC 7636 §4.6). */
export const matchesChallenge = (verifier: string, challenge: string): boolean =>
  isCodeVerifier(verifier) &&
  equalInConstantTime(createHash('sha256').update(verifier).digest('base64url'), challenge);
