/** Makes a value unchangeable, and everything in it: many requests share it. */
export function freezeDeeply(value: object): void {
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freezeDeeply(part);
}
