import type { Verb } from '../../event.ts';
import { remember } from '../../remember.ts';

/** The parts of an entry that tell what was done. */
export interface Evidence {
  readonly action?: string | undefined;
  readonly method?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly tables?: readonly string[];
}

const METHODS: ReadonlyMap<string, Verb> = new Map([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['POST', 'update'],
  ['PUT', 'update'],
  ['PATCH', 'update'],
  ['DELETE', 'delete'],
]);

/** NOTES: /animate-avatar. */
const ENDPOINTS: ReadonlyMap<string, Verb> = new Map([['animate-avatar', 'impersonate']]);

const ORDERS: ReadonlyMap<string, Verb> = new Map([
  ['add', 'create'],
  ['create', 'create'],
  ['insert', 'create'],
  ['invite', 'create'],
  ['grant', 'create'],
  ['change', 'update'],
  ['assign', 'update'],
  ['approve', 'update'],
  ['reject', 'update'],
  ['suspend', 'update'],
  ['reinstate', 'update'],
  ['edit', 'update'],
  ['save', 'update'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['erase', 'delete'],
  ['purge', 'delete'],
  ['remove', 'delete'],
  ['revoke', 'delete'],
  ['share', 'share'],
  ['download', 'export'],
  ['export', 'export'],
  ['impersonate', 'impersonate'],
  ['login', 'login'],
  ['logout', 'logout'],
]);

const SUBJECTS: ReadonlyMap<string, Verb> = new Map([
  ['added', 'create'],
  ['created', 'create'],
  ['granted', 'create'],
  ['changed', 'update'],
  ['assigned', 'update'],
  ['approved', 'update'],
  ['rejected', 'update'],
  ['suspended', 'update'],
  ['reinstated', 'update'],
  ['updated', 'update'],
  ['deleted', 'delete'],
  ['deletion', 'delete'],
  ['removed', 'delete'],
  ['revoked', 'delete'],
  ['shared', 'share'],
  ['shares', 'share'],
  ['sharing', 'share'],
  ['downloaded', 'export'],
  ['exported', 'export'],
  ['exports', 'export'],
  ['impersonated', 'impersonate'],
  ['impersonation', 'impersonate'],
]);

const WORDS: ReadonlyMap<string, Verb> = new Map([...ORDERS, ...SUBJECTS]);
/** What an operation can be. */
export const ACTIVITY_VERBS: readonly Verb[] = [...new Set([...WORDS.values(), ...METHODS.values(), 'other' as const])];

/** Table names are nouns; `share` and `export` are both nouns and verbs. */
const TABLES: ReadonlyMap<string, Verb> = new Map([...SUBJECTS, ['share', 'share'], ['export', 'export']]);

/** What a GET can mean besides reading; `GET /users/create` only shows the form. */
const WITHOUT_WRITING: ReadonlySet<Verb> = new Set(['export', 'impersonate', 'login', 'logout']);

/** The verb of an operation, from its action name, or else from endpoint, tables and method. */
export function verbOf(evidence: Evidence): Verb {
  return ofAction(evidence.action) ?? byRequest(evidence) ?? 'other';
}

function byRequest({ method = '', endpoint, tables = [] }: Evidence): Verb | undefined {
  const byMethod = METHODS.get(method.toUpperCase());
  if (byMethod === 'delete') return byMethod;
  const told = ofEndpoint(endpoint) ?? ofTables(tables.join(' '));
  if (told === undefined) return byMethod;
  return byMethod === 'read' && !WITHOUT_WRITING.has(told) ? byMethod : told;
}

type Meaning = (text?: string) => Verb | undefined;

const ofAction = remembered((text) => lastWord(text, WORDS));
const ofTables = remembered((text) => lastWord(text, TABLES));
const ofEndpoint = remembered((path) => {
  const known = path.split('/').find((segment) => ENDPOINTS.has(segment));
  return known === undefined ? lastWord(path, ORDERS) : ENDPOINTS.get(known);
});

function remembered(meaning: (text: string) => Verb | undefined): Meaning {
  const answer = remember((text) => ({ verb: meaning(text) }));
  return (text = '') => answer(text).verb;
}

/** The last word decides: `/shared-calls/delete` deletes. */
function lastWord(text: string, meanings: ReadonlyMap<string, Verb>): Verb | undefined {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return meanings.get(words.findLast((word) => meanings.has(word)) ?? '');
}
