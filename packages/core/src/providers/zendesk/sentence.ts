import type { Actor, AuditEvent, Target, Verb } from '../../event.ts';
import { present, text, type JsonObject } from '../../json.ts';
import { remember } from '../../remember.ts';

interface Facts {
  readonly entry: JsonObject;
  readonly actor: Actor;
  readonly verb: Verb;
  readonly target: Target | undefined;
  readonly outcome: AuditEvent['outcome'];
  readonly lines: readonly string[];
}

const PAST: Partial<Record<Verb, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  export: 'exported',
};

/** Whitespace other than a space. */
const ODD_SPACE = /[^\S ]/;
const ENDS: ReadonlySet<string> = new Set('.!?…');

/** Describes an entry for people: `Ann Lee updated user "Bob Cat": Role changed from Agent to Administrator.` */
export function sentence(facts: Facts): string {
  const clause = `${who(facts.actor)} ${did(facts)}`;
  const said = facts.lines.length === 0 ? clause : `${clause}: ${facts.lines.join('; ')}`;
  // Most sentences are even, and an expression for both would look at each character twice.
  const isUneven = said.includes('  ') || ODD_SPACE.test(said);
  const line = (isUneven ? said.replaceAll(/\s+/g, ' ') : said).trim();
  return ENDS.has(line.slice(-1)) ? line : `${line}.`;
}

function who({ kind, id, name }: Actor): string {
  if (name !== undefined) return name;
  if (kind === 'system') return 'The system';
  return id === undefined ? 'Somebody' : `User ${id}`;
}

function did(facts: Facts): string {
  const { entry, verb, target, outcome } = facts;
  if (verb === 'login') return outcome === 'failure' ? 'tried to sign in' : 'signed in';
  const label = text(entry['source_label']);
  if (isSetting(facts)) return `changed ${what({ ...target, ...present({ name: label }) })}`;
  const action = text(entry['action_label']) ?? text(entry['action']);
  const phrase = PAST[verb] ?? (action === undefined ? 'did something to' : `did "${action}" to`);
  return `${phrase} ${what(target, label)}`;
}

/** NOTES: settings. The first change of a setting is logged as `create`, although nothing was created. */
function isSetting({ verb, target }: Facts): boolean {
  return target?.type.endsWith('_setting') === true && (verb === 'create' || verb === 'update');
}

// Only split plain words, because a secret in this place must keep its format to be recognised.
const WORDS = /^[a-zA-Z]{1,20}(?:[_/]{1,3}[a-zA-Z]{1,20}){0,8}$/;
const words = remember((type) => (WORDS.test(type) ? type.replaceAll(/[_/]+/g, ' ') : type));

function what(target: Partial<Target> | undefined, label?: string): string {
  const kind = target?.type === undefined ? undefined : words(target.type);
  const name = target?.name ?? label;
  const named = name === undefined ? target?.id : `"${name}"`;
  if (kind === undefined) return named ?? 'something';
  return named === undefined ? kind : `${kind} ${named}`;
}
