import { addressMatcher, isActor, type Actor } from '@trailhound/core/source';
import type { Countable } from '../port.ts';
import type { Interned } from './interned.ts';
import type { Shared } from './rows.ts';

/** The numbers of the interned values that each criterion accepts. Undefined for a criterion that is not set. */
export const ACCEPTED = {
  actor: ({ actor }, { actors }) => picked(actors, actor, (one, name) => isActor(one as Partial<Actor>, name)),
  verbs: ({ verbs }, { words }) => verbs?.flatMap((verb) => words.known(verb) ?? []),
  actions: ({ actions }, { words }) => {
    const known = actions && new Set(actions.map((action) => action.toLowerCase()));
    return picked(words, known, (one, lower) => typeof one === 'string' && lower.has(one.toLowerCase()));
  },
  flags: ({ flags }, { words }) =>
    picked(words, flags, (one, some) => Array.isArray(one) && some.some((flag) => one.includes(flag))),
  ip: ({ ip }, { names }) => {
    const isWanted = ip === undefined ? undefined : addressMatcher(ip);
    return picked(names, isWanted, (one, passes) => typeof one === 'string' && passes(one));
  },
} satisfies Record<keyof Countable, (wanted: Countable, shared: Shared) => readonly number[] | undefined>;

function picked<T>(
  interned: Interned,
  wanted: T | undefined,
  passes: (one: unknown, wanted: T) => boolean,
): readonly number[] | undefined {
  return wanted === undefined ? undefined : interned.find((one) => passes(one, wanted));
}

const COLUMNS: Readonly<Record<keyof Countable, readonly string[]>> = {
  actor: ['actor', 'impersonator'],
  verbs: ['verb'],
  actions: ['action'],
  flags: ['flags'],
  ip: ['ip'],
};

/** Criteria in SQL, exactly as the core means them, and the values of their parameters. */
interface Conditions {
  readonly sql: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

/** The exact test runs on the interned values, which are few; SQL then compares their numbers. */
export function conditionsOf(wanted: Countable, shared: Shared): Conditions {
  const asked = Object.keys(COLUMNS).flatMap((name) => {
    const ids = ACCEPTED[name as keyof Countable](wanted, shared);
    return ids === undefined ? [] : [{ name: name as keyof Countable, ids }];
  });
  return {
    sql: asked.map(({ name }) => {
      const among = COLUMNS[name].map((column) => `${column} in (select value from json_each(:${name}))`);
      return `(${among.join(' or ')})`;
    }),
    values: Object.fromEntries(asked.map(({ name, ids }) => [name, JSON.stringify(ids)])),
  };
}
