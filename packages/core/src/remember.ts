/**
 * Memoises a function, because logs repeat the same few strings. The cache is bounded, so that made-up input cannot
 * fill the memory.
 */
export function remember<T extends object | string>(answer: (text: string) => T, most = 4096): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found !== undefined) return found;
    found = answer(text);
    if (known.size >= most) known.clear();
    known.set(text, found);
    return found;
  };
}
