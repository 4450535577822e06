/** Whether a text contains a match, in a time that grows with the length of the text and never faster. */
export type Matcher = (text: string) => boolean;

/** A place in an expression, and where it leads if its atom holds. */
export interface PatternPlace {
  readonly id: number;
  /** Sticky. Takes one character or none, and looks no farther than one back and one ahead. */
  readonly atom: RegExp;
  readonly next: readonly PatternPlace[];
}

/** The last place of every expression. */
export const MATCH: PatternPlace = { id: 0, atom: /(?:)/y, next: [] };

/** The places that are active after a character, and where each next character leads. */
interface State {
  readonly active: ReadonlySet<PatternPlace>;
  readonly before: string;
  readonly isMatch: boolean;
  readonly next: Map<number, State>;
}

/** Patterns with many states start over, instead of filling the memory. */
const MOST_STATES = 500;
const MOST_SUCCESSORS = 2000;

/**
 * Follows all ways through an expression at once, and remembers the sets of places that it has seen: no expression can
 * make it slow.
 */
export function automaton(start: PatternPlace): Matcher {
  let known = new Map<string, State>();
  let successors = 0;

  function stateOf(active: ReadonlySet<PatternPlace>, last: string): State {
    // All characters of a kind look the same from behind.
    const before = last.replace(/\w/, 'a').replace(/[^\w\n]/, '-');
    const key = `${before}${[...active]
      .map(({ id }) => `${id}`)
      .toSorted()
      .join(' ')}`;
    const state = known.get(key) ?? { active, before, isMatch: active.has(MATCH), next: new Map() };
    known.set(key, state);
    return state;
  }

  return (text) => {
    let state = stateOf(new Set(), '');
    for (let index = 0; index <= text.length; index += 1) {
      const code = text.charCodeAt(index);
      let next = state.next.get(code);
      if (next === undefined) {
        if (known.size >= MOST_STATES || successors >= MOST_SUCCESSORS) [known, successors] = [new Map(), 0];
        const sign = text.charAt(index);
        next = stateOf(follow(state, start, sign), sign);
        state.next.set(code, next);
        successors += 1;
      }
      if (next.isMatch) return true;
      state = next;
    }
    return false;
  };
}

/** The places after a character, or all that are reached if the last of them is. */
function follow({ active, before }: State, start: PatternPlace, after: string): ReadonlySet<PatternPlace> {
  const reached = new Set([...active, start]);
  const taken = new Set<PatternPlace>();
  // What is added on the way is visited, too.
  for (const { atom, next } of reached) {
    atom.lastIndex = before.length;
    if (!atom.test(before + after)) continue;
    const into = atom.lastIndex > before.length ? taken : reached;
    for (const place of next) into.add(place);
  }
  return reached.has(MATCH) ? reached : taken;
}
