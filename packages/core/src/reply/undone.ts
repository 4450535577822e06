import { plain } from '../guard/text.ts';
import { createShortUids } from '../identity.ts';
import { changeLabel, targetLabel } from '../label.ts';
import { undoneIn, type Changing, type Undone } from '../questions/undone.ts';

/** What an answer shows, if it is an event. */
export type MayChange = Partial<Changing>;

const MOST = 20;
const LONGEST = 200;

/** A sentence about each change that was taken back. */
export function undoneTexts(undone: readonly Undone[]): string[] {
  const short = createShortUids();
  const texts = undone.slice(0, MOST).map(({ provider, target, change, from, to, ms, uids }) => {
    const what = plain(`${provider} ${targetLabel(target)} ${changeLabel(change)}`, { max: LONGEST });
    return `${what}, undone after ${lasting(ms)} (${from} to ${to}, ${uids.map(short).join(' ')})`;
  });
  return undone.length > MOST ? [...texts, `and ${undone.length - MOST} more`] : texts;
}

/** The changes that events of an answer took back. */
export function undoneAmong(shown: readonly MayChange[]): Undone[] {
  return undoneIn(shown.filter(isEvent));
}

function isEvent(one: MayChange): one is Changing {
  return one.uid !== undefined && one.time !== undefined && one.changes !== undefined;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** `3 h 12 min`: the two largest units, as far as they are needed. */
function lasting(ms: number): string {
  const first = UNITS.findIndex(([, unit]) => ms >= unit);
  let left = ms;
  const parts = UNITS.slice(Math.max(0, first), first + 2).flatMap(([name, unit]) => {
    const count = Math.floor(left / unit);
    left -= count * unit;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.join(' ') || '0 s';
}
