/** Cost parameters of Argon2id (RFC 9106 §3.1). */
export interface Argon2Cost {
  /** Passes. */
  timeCost: number;
  /** Lanes. */
  parallelism: number;
  /** KiB. */
  memoryCost: number;
}

/** Argon2id, somewhere beside the event loop. */
export abstract class Argon2 {
  /** PHC string with a salt of its own. */
  abstract hash(password: string, cost: Argon2Cost): Promise<string>;

  /** @param hash PHC string; it says at what cost it was made */
  abstract verify(hash: string, password: string): Promise<boolean>;
}
