/** What a map holds for a key; made and kept when it is asked for first. */
export function getOrMake<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  let value = all.get(key);
  if (value === undefined) all.set(key, (value = make()));
  return value;
}
