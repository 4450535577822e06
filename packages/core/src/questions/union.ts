/** Sets of numbered members, which can be joined. */
export interface Union {
  readonly join: (one: number, other: number) => void;
  /** The member that stands for its set. */
  readonly head: (member: number) => number;
  /** The members of the set of a head, in no order. */
  readonly members: (head: number) => readonly number[];
  /** All sets by their first members, each in order. */
  readonly groups: () => readonly (readonly number[])[];
}

/** Starts with every member in a set of its own. */
export function createUnion(size: number): Union {
  const heads = Array.from({ length: size }, (_, member) => member);
  const sets = new Map(heads.map((head) => [head, [head]]));
  const head = (member: number): number => heads[member] ?? member;
  return {
    join: (one, other) => {
      const [a, b] = [head(one), head(other)];
      if (a === b) return;
      // The smaller set moves, so that no member moves often.
      const [kept, gone] = (sets.get(a)?.length ?? 0) < (sets.get(b)?.length ?? 0) ? [b, a] : [a, b];
      for (const member of sets.get(gone) ?? []) {
        heads[member] = kept;
        sets.get(kept)?.push(member);
      }
      sets.delete(gone);
    },
    head,
    members: (of) => sets.get(of) ?? [],
    groups: () => [...sets.values()].map((set) => set.toSorted((a, b) => a - b)).toSorted(([a = 0], [b = 0]) => a - b),
  };
}
