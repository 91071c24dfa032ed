/** Costs of more than a second or so would let anybody who knows the client id keep a core busy. */
const MAX_BCRYPT_COST = 14;
const BCRYPT = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/;
const ARGON2 =
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$/;
const MAX_ARGON2_KIB = 256 * 1024;

/** How another server has hashed a secret, where we can check such a hash at a bearable cost; otherwise null. */
export function foreignHashKind(hash: string): 'bcrypt' | 'argon2' | null {
  const cost = BCRYPT.exec(hash)?.[1];
  if (cost !== undefined) return Number(cost) >= 4 && Number(cost) <= MAX_BCRYPT_COST ? 'bcrypt' : null;
  const [, memory, passes] = ARGON2.exec(hash) ?? [];
  return Number(memory) <= MAX_ARGON2_KIB && Number(passes) <= 16 ? 'argon2' : null;
}

/** Whether it is a hash at all, and not the secret itself. */
export const looksHashed = (value: string): boolean => /^\$(?:2[abxy]?|argon2\w*)\$/.test(value);
