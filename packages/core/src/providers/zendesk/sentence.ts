import type { Actor, AuditEvent, Target, Verb } from '../../event.ts';
import { present, text, type JsonObject } from '../../json.ts';
import { linesOf } from './changes.ts';

interface Facts {
  readonly entry: JsonObject;
  readonly actor: Actor;
  readonly verb: Verb;
  readonly target: Target | undefined;
  readonly outcome: AuditEvent['outcome'];
}

const PAST: Partial<Record<Verb, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  export: 'exported',
};

/** What happened, for a person: `Ann Lee updated user "Bob Cat": Role changed from Agent to Administrator.` */
export function sentence(facts: Facts): string {
  const said = [`${who(facts.actor)} ${did(facts)}`, linesOf(facts.entry).join('; ')].filter((part) => part !== '');
  const line = said.join(': ').replaceAll(/\s+/g, ' ').trim();
  return /[.!?…]$/.test(line) ? line : `${line}.`;
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
  const deed = PAST[verb] ?? (action === undefined ? 'did something to' : `did "${action}" to`);
  return `${deed} ${what(target, label)}`;
}

/** NOTES: settings. Their first change comes as `create`, and nothing came into being. */
function isSetting({ verb, target }: Facts): boolean {
  return target?.type.endsWith('_setting') === true && (verb === 'create' || verb === 'update');
}

function what(target: Partial<Target> | undefined, label?: string): string {
  const kind = target?.type?.replaceAll(/[_/]+/g, ' ');
  const name = target?.name ?? label;
  const named = name === undefined ? target?.id : `"${name}"`;
  const said = [kind, named].filter((part) => part !== undefined).join(' ');
  return said === '' ? 'something' : said;
}
