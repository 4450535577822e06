/** The last of these texts, as many as fit into so many characters, each with a comma. */
export function newestWithin(texts: readonly string[], most: number): readonly string[] {
  let room = most - 2;
  let first = texts.length;
  while (first > 0 && room > (texts[first - 1]?.length ?? 0)) {
    first -= 1;
    room -= (texts[first]?.length ?? 0) + 1;
  }
  return texts.slice(first);
}

/** Shares the room among lists so that a long one takes nothing from a short one, and says how many were left out. */
export function fairly(
  lists: readonly (readonly string[])[],
  most: number,
): { readonly kept: readonly string[]; readonly left: number } {
  const shortestFirst = lists.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  let room = most - 2;
  const kept = shortestFirst.map((texts, index) => {
    const fitting = newestWithin(texts, room / (lists.length - index));
    room -= sizeOf(fitting);
    return fitting;
  });
  const all = kept.flat();
  return { kept: all, left: lists.reduce((sum, { length }) => sum + length, 0) - all.length };
}

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length + 1, 0);
}
