import { synonymsOf } from '../reading/synonyms.ts';
import { endingCredentials, missingFrom, requireAnswer } from './coverage.ts';
import { ordersIn, type Marked } from './harmless.ts';
import { whyEmpty, type Nothing } from './empty.ts';
import { samePeople, type Acted } from './same.ts';
import { undoneAmong, undoneTexts, type MayChange } from './undone.ts';
import type { Undone } from '../questions/undone.ts';
import type { Words } from './words.ts';

/** What a question has found, as far as every answer says it. */
export interface Found extends Nothing {
  /** How many events the answer is made of. */
  readonly events: number;
  /** Those that the answer shows, or its lines about them: who they are of, and whether texts address an assistant. */
  readonly shown?: readonly (Marked & Acted & MayChange)[] | undefined;
  /** The changes that were taken back; those among the events shown by default. */
  readonly undone?: readonly Undone[] | undefined;
}

/** What every answer says besides. */
export interface Besides {
  /** That a text in it gives orders to who reads it. */
  readonly orders: readonly string[];
  /** What is missing, gap by gap. */
  readonly missing: readonly string[];
  /** Credentials of what was read that end on a date. */
  readonly ending: readonly string[];
  /** Why there may be nothing, where there is nothing. */
  readonly empty: readonly string[];
  /** What else a text was looked for by. */
  readonly alsoSearched: readonly string[];
  /** Who in it is one person under several names, and who may be. */
  readonly samePeople: readonly string[];
  /** Which changes were taken back, and how long they lasted. */
  readonly undone: readonly string[];
}

/** What an answer to it says besides, in the words of a host. Where nothing could be read there is no answer. */
export function besides(found: Found, words: Words): Besides {
  const { coverage, connections, events, shown = [] } = found;
  requireAnswer(coverage);
  const asked = new Set(coverage.map(({ provider, tenant }) => JSON.stringify([provider, tenant])));
  const read = connections.filter(({ provider, tenant }) => asked.has(JSON.stringify([provider.id, tenant])));
  return {
    orders: ordersIn(shown),
    missing: missingFrom(coverage, words),
    ending: endingCredentials(read),
    empty: events > 0 ? [] : whyEmpty(found, words),
    alsoSearched: synonymsOf(found.query.text ?? ''),
    samePeople: samePeople(shown),
    undone: undoneTexts(found.undone ?? undoneAmong(shown)),
  };
}
