/**
 * The same answers, remembered: a log says the same few words again and again. Bounded, because what a caller can make up
 * must not fill the memory.
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
