const LONGEST = 256;

/**
 * Memoises a function, because logs repeat the same few strings. The cache is bounded in number and length, so that
 * made-up input cannot fill the memory.
 */
export function remember<T extends object | string>(answer: (text: string) => T, most = 4096): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) return answer(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const own = copied(text);
    const answered = answer(own);
    known.set(own, answered);
    return answered;
  };
}

/** A text that was cut out of another keeps the other in memory; a copy does not. */
function copied(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
