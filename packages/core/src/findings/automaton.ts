import type { Instruction } from './program.ts';

/** Whether a text contains a match, in a time that grows with the length of the text and never faster. */
export type Matcher = (text: string) => boolean;

/** The instructions that are active after a character, and where each next character leads. */
interface State {
  readonly active: readonly number[];
  readonly before: number;
  readonly next: Map<number, State | 'match'>;
}

const END = -1;
/** Patterns with many states start over, instead of filling the memory. */
const MOST_STATES = 500;
const MOST_SUCCESSORS = 2000;

/**
 * Runs all ways through a program at once, and remembers the sets of instructions that it has seen: no pattern can make
 * it slow.
 */
export function automaton(program: readonly Instruction[], start: number): Matcher {
  let known = new Map<string, State>();
  let successors = 0;

  function stateOf(active: readonly number[], before: number): State {
    const key = `${kindOf(before)} ${active.join(' ')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const state: State = { active, before, next: new Map() };
    known.set(key, state);
    return state;
  }

  function follow(state: State, code: number): State | 'match' {
    const reached = closure(program, [...state.active, start], { before: state.before, after: code });
    if (reached === 'match') return reached;
    return stateOf(consumed(program, reached, code), code);
  }

  return (text) => {
    let state = stateOf([], END);
    for (let index = 0; index <= text.length; index += 1) {
      const code = index === text.length ? END : text.charCodeAt(index);
      let next = state.next.get(code);
      if (next === undefined) {
        if (known.size >= MOST_STATES || successors >= MOST_SUCCESSORS) [known, successors] = [new Map(), 0];
        next = follow(state, code);
        state.next.set(code, next);
        successors += 1;
      }
      if (next === 'match') return true;
      state = next;
    }
    return false;
  };
}

/** The instructions that follow those that accept a character, in their order. */
function consumed(program: readonly Instruction[], reached: ReadonlySet<number>, code: number): number[] {
  const active = new Set<number>();
  for (const at of reached) {
    const instruction = program[at];
    if (instruction === undefined || !('take' in instruction) || code === END) continue;
    if (instruction.take(code)) active.add(instruction.next);
  }
  return [...active].toSorted((a, b) => a - b);
}

/** All instructions that can be reached without consuming a character, or `match` if one of them accepts. */
function closure(
  program: readonly Instruction[],
  from: readonly number[],
  { before, after }: { readonly before: number; readonly after: number },
): ReadonlySet<number> | 'match' {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const instruction = program[at];
    if (instruction === undefined || 'take' in instruction) continue;
    if ('accept' in instruction) return 'match';
    if ('either' in instruction) open.push(...instruction.either);
    else if (instruction.when(before, after)) open.push(instruction.next);
  }
  return reached;
}

const NEWLINE = 10;

/** What an assertion can see of the character before. */
function kindOf(code: number): string {
  if (code === END) return 'edge';
  if (code === NEWLINE) return 'newline';
  return isWord(code) ? 'word' : 'other';
}

/** Whether a character belongs to `\w`. */
export function isWord(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isDigit || isLetter || code === 95;
}
