import type { Change } from '../../event.ts';
import { text } from '../../json.ts';
import { LABEL_PREFIXES, STATES } from './vocabulary.ts';

/** The label of an item, which may start with the kind of setting or item. */
export interface Label {
  readonly prefix?: string | undefined;
  readonly name?: string | undefined;
}

export function splitLabel(label: string | undefined): Label {
  // Most labels have no prefix, and few have a colon, so test for that first.
  const prefix =
    label?.includes(': ') === true ? LABEL_PREFIXES.find((known) => label.startsWith(`${known}: `)) : undefined;
  if (label === undefined || prefix === undefined) return { name: label };
  const name = text(label.slice(prefix.length + 2).trim());
  return name === undefined ? { name: label } : { prefix, name };
}

/** NOTES: change texts. One change per line that can be parsed, in English only; other lines stay in the message. */
export function changesOf(lines: readonly string[], subject: string | undefined): Change[] {
  const changes: Change[] = [];
  for (const line of lines) {
    const change = stated(line, subject) ?? moved(line);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** The non-empty lines of a change text. */
export function linesOf(description = ''): string[] {
  const lines: string[] = [];
  for (const line of description.split('\n')) {
    const said = line.trim();
    if (said !== '') lines.push(said);
  }
  return lines;
}

const STATE_WORDS: ReadonlySet<string> = new Set(STATES.map((state) => state.toLowerCase()));
const LONGEST_STATE = Math.max(...STATES.map((state) => state.length));

/** `Disabled`: the whole line is the new state of the subject. */
function stated(line: string, subject: string | undefined): Change | undefined {
  if (subject === undefined || line.length > LONGEST_STATE) return undefined;
  const state = line.toLowerCase();
  if (!STATE_WORDS.has(state)) return undefined;
  return { field: subject, from: undefined, to: state === 'changed' ? undefined : line };
}

const CHANGED = ' changed from ';
const TO = ' to ';
const NOT_SET = 'not set';

/** `Role changed from Agent to Administrator`. */
function moved(line: string): Change | undefined {
  const at = line.indexOf(CHANGED);
  const field = at < 0 ? '' : line.slice(0, at).trim();
  if (field === '') return undefined;
  const [from, to] = sides(line.slice(at + CHANGED.length));
  return { field, from, to };
}

/** Values may contain ` to ` themselves. If that makes the line ambiguous, both sides are left out. */
function sides(values: string): readonly (string | null | undefined)[] {
  if (values.startsWith(`${NOT_SET}${TO}`)) return [null, side(values.slice(NOT_SET.length + TO.length))];
  if (values.endsWith(`${TO}${NOT_SET}`)) return [side(values.slice(0, -NOT_SET.length - TO.length)), null];
  const [from, to, ...more] = values.split(TO);
  return from === undefined || to === undefined || more.length > 0 ? [] : [side(from), side(to)];
}

function side(value: string): string | null | undefined {
  const trimmed = value.trim();
  if (trimmed === NOT_SET) return null;
  return trimmed === '' ? undefined : trimmed;
}
