import { synonymsOf, VERBS, type Actor } from '@trailhound/core/source';
import type { Ask } from '../port.ts';
import { ACCEPTED } from './conditions.ts';
import type { ArchiveFile } from './file.ts';
import { trigrams } from './text.ts';

/** What has more candidates is common, and a scan in time order finds it soon. */
const RARE = 20_000;
const MOST_IDS = 500;

type Held = Pick<ArchiveFile, 'database' | 'shared'>;

/** The row ids of events that may have the text or target, if they are few and the indexes can tell. */
export function candidatesOf(ask: Ask, log: number, held: Held): number[] | undefined {
  const { text, target } = ask.wanted ?? {};
  // Synonyms are found in any spelling, which the index does not know.
  const inText = text === undefined || synonymsOf(text).length > 0 ? undefined : trigrams(text);
  const inTarget = target === undefined ? undefined : trigrams(target);
  const inBoth = [inText, inTarget].filter((query) => query !== undefined);
  if (inBoth.length === 0) return undefined;
  const outside = inText === undefined ? [] : columnsWith(text ?? '', held);
  // The text index alone would miss whom only another column names.
  if (outside.length === 0) return inIndex(inBoth.join(' AND '), held);
  if (inTarget !== undefined) return inIndex(inTarget, held);
  return together([
    () => inIndex(inBoth.join(' AND '), held),
    ...outside.map((one) => () => inColumn(one, ask, log, held)),
  ]);
}

function inIndex(query: string, { database }: Held): number[] | undefined {
  const select = database.prepare('select rowid as id from text where text match ? limit ?');
  return few(select.all(query, RARE + 1));
}

/** A column of events with an index of its own, and which of its values have the text. */
interface Searched {
  readonly index: 'by_actor' | 'by_kind';
  readonly where: string;
  readonly ids: readonly number[];
}

function columnsWith(text: string, { shared }: Held): Searched[] {
  const part = text.toLowerCase();
  const has = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase().includes(part);
  const actors = shared.actors.find((one) => has((one as Partial<Actor>).name) || has((one as Partial<Actor>).email));
  const words = shared.words.find(has);
  const verbs = ACCEPTED.verbs({ verbs: VERBS }, shared)?.join(', ') ?? '';
  const columns: Searched[] = [
    { index: 'by_actor', where: 'actor', ids: actors },
    { index: 'by_kind', where: `verb in (${verbs}) and action`, ids: words },
  ];
  return columns.filter(({ ids }) => ids.length > 0);
}

function inColumn(
  { index, where, ids }: Searched,
  { window }: Ask,
  log: number,
  { database }: Held,
): number[] | undefined {
  if (ids.length > MOST_IDS) return undefined;
  const sql = `select id from events indexed by ${index}
    where log = ? and ${where} in (${ids.join(', ')}) and time >= ? and time < ? limit ?`;
  return few(database.prepare(sql).all(log, window.from, window.to, RARE + 1));
}

function few(rows: readonly Record<string, unknown>[]): number[] | undefined {
  return rows.length > RARE ? undefined : rows.map(({ id }) => Number(id));
}

/** All of them, if each of them and all together are few. */
function together(finds: readonly (() => number[] | undefined)[]): number[] | undefined {
  const all = new Set<number>();
  for (const find of finds) {
    const found = find();
    if (found === undefined) return undefined;
    for (const id of found) all.add(id);
  }
  return all.size > RARE ? undefined : [...all];
}
