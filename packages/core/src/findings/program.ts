/** Whether an assertion holds between two characters; -1 is an end of the text. */
export type Between = (before: number, after: number) => boolean;

/** One instruction of a matcher: consume a character, go two ways, check the place, or accept. */
export type Instruction =
  | { readonly take: (code: number) => boolean; readonly next: number }
  | { readonly either: readonly [number, number] }
  | { readonly when: Between; readonly next: number }
  | { readonly accept: true };

/** A part of a pattern: how many instructions it needs, and how to place them before the instruction `next`. */
export interface Fragment {
  readonly size: number;
  readonly place: (program: Instruction[], next: number) => number;
}

function emit(program: Instruction[], instruction: Instruction): number {
  return program.push(instruction) - 1;
}

export const nothing: Fragment = { size: 0, place: (_, next) => next };

export function take(accepts: (code: number) => boolean): Fragment {
  return { size: 1, place: (program, next) => emit(program, { take: accepts, next }) };
}

export function when(holds: Between): Fragment {
  return { size: 1, place: (program, next) => emit(program, { when: holds, next }) };
}

export function sequence(parts: readonly Fragment[]): Fragment {
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    place: (program, next) => parts.reduceRight((entry, part) => part.place(program, entry), next),
  };
}

export function either(first: Fragment, second: Fragment): Fragment {
  return {
    size: first.size + second.size + 1,
    place: (program, next) => emit(program, { either: [first.place(program, next), second.place(program, next)] }),
  };
}

function many(part: Fragment): Fragment {
  return {
    size: part.size + 1,
    place: (program, next) => {
      const loop = emit(program, { either: [next, next] });
      program[loop] = { either: [part.place(program, loop), next] };
      return loop;
    },
  };
}

/** The part, at least and at most so many times. */
export function repeated(part: Fragment, least: number, most: number): Fragment {
  const needed = Array.from({ length: least }, () => part);
  if (most === Number.POSITIVE_INFINITY) return sequence([...needed, many(part)]);
  let optional = nothing;
  for (let index = least; index < most; index += 1) optional = either(sequence([part, optional]), nothing);
  return sequence([...needed, optional]);
}

/** No sensible rule needs more instructions. */
const LARGEST = 4000;

/** A whole program that starts at its last instruction; undefined if it would be too large. */
export function assemble(fragment: Fragment): { program: readonly Instruction[]; start: number } | undefined {
  if (fragment.size > LARGEST) return undefined;
  const program: Instruction[] = [{ accept: true }];
  return { start: fragment.place(program, 0), program };
}
