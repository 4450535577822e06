import { FLAGS_OF_ANY_LOG } from '../event.ts';
import type { Attribute, Log } from '../provider.ts';
import type { Wanted } from './span-source.ts';

/** Why a log cannot match a criterion, however much of it is read. */
export interface Mismatch {
  readonly criterion: keyof Wanted;
  /** Such as `UserCallPlay has no IP addresses`. */
  readonly why: string;
  /**
   * Whether the log is silent about it, so that nothing found means nothing. Otherwise it is about other things: a log
   * of playbacks holds no exports.
   */
  readonly silent: boolean;
}

type Rule = (log: Log, wanted: Wanted) => Omit<Mismatch, 'criterion'> | undefined;

/** Ids and types have no spaces, so this can only be a name. */
const NAME = /\s/;

/** What an entry needs so that somebody can be found in it by such a name. */
export const ATTRIBUTE_OF = {
  id: 'ids of actors',
  email: 'e-mail addresses',
  name: 'names of actors',
} as const satisfies Readonly<Record<string, Attribute>>;

const RULES: Readonly<Partial<Record<keyof Wanted, Rule>>> = {
  actor: (log, { actor = '' }) =>
    actor.includes('@') ? lacking(log, ATTRIBUTE_OF.email) : lacking(log, ATTRIBUTE_OF.id, ATTRIBUTE_OF.name),
  actorDomain: (log) => lacking(log, ATTRIBUTE_OF.email),
  impersonator: (log) => lacking(log, 'impersonators'),
  ip: (log) => lacking(log, 'IP addresses'),
  target: (log, { target = '' }) => (NAME.test(target) ? lacking(log, 'names of targets') : undefined),
  verbs: (log, { verbs }) => others(log, 'verb', log.verbs, verbs),
  actions: (log, { actions }) => others(log, 'action', log.actions, actions),
  flags: (log, { flags }) => others(log, 'flag', log.flags && [...log.flags, ...FLAGS_OF_ANY_LOG], flags),
};

/** The first criterion that a log cannot match, by what its provider declares. */
export function cannotMatch(log: Log, wanted: Wanted): Mismatch | undefined {
  for (const criterion of Object.keys(wanted) as (keyof Wanted)[]) {
    const found = RULES[criterion]?.(log, wanted);
    if (found !== undefined) return { criterion, ...found };
  }
  return undefined;
}

function lacking(log: Log, ...needed: readonly Attribute[]): ReturnType<Rule> {
  const missing = needed.filter((one) => log.lacks?.includes(one));
  return missing.length < needed.length ? undefined : { why: `${log.id} has no ${missing.join(' or ')}`, silent: true };
}

function others(
  log: Log,
  kind: string,
  known: readonly string[] | undefined,
  wanted: readonly string[] = [],
): ReturnType<Rule> {
  const isKnown = (one: string): boolean => known?.some((other) => other.toLowerCase() === one.toLowerCase()) ?? true;
  if (wanted.some(isKnown)) return undefined;
  return { why: `${log.id} never has the ${kind} ${wanted.join(' or ')}`, silent: false };
}
