import { actorLabel } from '../label.ts';
import { accountOf } from '../reading/accounts.ts';
import { readPersona, type Persona } from '../reading/persona.ts';
import { createUnion, type Union } from './union.ts';

/** Somebody, by all that events have proved. */
export interface Person {
  /** Tells this person from all others of the same answer. */
  readonly key: string;
  /** What most events call them, an e-mail address if there is one. */
  readonly label: string;
  /** Their other addresses, the names that some events have in place of one, and ids where others have the same label. */
  readonly knownAs: readonly string[];
  /** Others with the same name, and why that is no proof. */
  readonly perhapsSame: readonly string[];
  readonly personas: readonly Persona[];
}

/** Tells the person of a persona. */
export type People = (persona: string) => Person | undefined;

/**
 * Joins personas that are proved to be one person: by an e-mail address, by an id within an account, and by a full name
 * that only one person in all that was read can have. Each comes with how many events it has.
 */
export function joinPeople(counts: ReadonlyMap<string, number>): People {
  const texts = [...counts.keys()].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  const personas = texts.map(readPersona);
  const union = createUnion(personas.length);
  for (const keyOf of PROOFS) joinBy(union, personas, keyOf);
  const doubts = joinNames(union, personas);
  const groups = union.groups();
  const members = groups.map((group) => group.flatMap((member) => personas[member] ?? []));
  const labels = members.map(labelOf);
  const shared = duplicates(labels);
  const people = members.map((group, index) => {
    const label = labels[index] ?? '';
    return { key: String(index), label, knownAs: otherNames(group, label, shared.has(label)), personas: group };
  });
  const indexOf = new Map(groups.flatMap((group, index) => group.map((member) => [member, index])));
  const doubtful = doubtsIn(doubts, people, indexOf);
  const whole = people.map((person, index): Person => ({ ...person, perhapsSame: doubtful.get(index) ?? [] }));
  const byText = new Map(texts.map((text, member) => [text, whole[indexOf.get(member) ?? -1]]));
  return (text) => byText.get(text);
}

function duplicates(labels: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(labels.filter((label) => seen.has(label) || !seen.add(label)));
}

type KeyOf = (persona: Persona) => string | undefined;

const PROOFS: readonly KeyOf[] = [
  addressOf,
  // A system has one id for many things.
  (persona) =>
    persona.kind === 'system' || persona.id === undefined ? undefined : `${accountOf(persona)} ${persona.id}`,
  // Who has neither is told by name and kind alone, within an account; nobody in particular is the same everywhere.
  (persona) => {
    const { id, email, name, kind } = persona;
    if ((kind !== 'system' && id !== undefined) || email !== undefined) return undefined;
    const called = name ?? id;
    return called === undefined ? kind : `${accountOf(persona)} ${kind} ${folded(called)}`;
  },
];

function joinBy(union: Union, personas: readonly Persona[], keyOf: KeyOf): void {
  const firsts = new Map<string, number>();
  for (const [member, persona] of personas.entries()) {
    const key = keyOf(persona);
    if (key === undefined) continue;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, member);
    else union.join(first, member);
  }
}

/** An address may stand in place of a name. */
function addressOf({ email, name }: Persona): string | undefined {
  return (email ?? (name?.includes('@') === true ? name : undefined))?.toLowerCase();
}

/** Names that several have, who are not proved to be one, and why not. */
interface Doubt {
  readonly members: readonly number[];
  readonly why: string;
}

function joinNames(union: Union, personas: readonly Persona[]): readonly Doubt[] {
  const doubts: Doubt[] = [];
  for (const [name, members] of byName(personas)) {
    const heads = [...new Set(members.map(union.head))];
    if (heads.length < 2) continue;
    const why = whyNot(
      name,
      heads.map((head) => union.members(head).flatMap((one) => personas[one] ?? [])),
    );
    if (why !== undefined) doubts.push({ members, why });
    else for (const head of heads) union.join(heads[0] ?? head, head);
  }
  return doubts;
}

function byName(personas: readonly Persona[]): [string, number[]][] {
  const named = new Map<string, number[]>();
  for (const [member, { name }] of personas.entries()) {
    if (name === undefined || name.includes('@')) continue;
    const key = folded(name);
    const others = named.get(key);
    if (others === undefined) named.set(key, [member]);
    else others.push(member);
  }
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Two words, or a name of a script that puts no space between them. */
const FULL_NAME = /\S\s+\S|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2}/u;

/** Why those who share a name may be several; undefined if they can only be one. */
function whyNot(name: string, people: readonly (readonly Persona[])[]): string | undefined {
  if (people.some((personas) => personas.some(({ kind }) => kind !== 'user')))
    return 'the same name, but not both are people';
  if (!FULL_NAME.test(name)) return 'the same name, but one word is no full name';
  if (people.filter((personas) => personas.some((one) => addressOf(one) !== undefined)).length > 1)
    return 'the same name, with another address';
  const accounts = people.flatMap((personas) => [
    ...new Set(personas.filter(({ id }) => id !== undefined).map(accountOf)),
  ]);
  return new Set(accounts).size < accounts.length ? 'the same name, with another id in the same account' : undefined;
}

/** The address that most events have, or the name. Personas come with the most frequent first. */
function labelOf(personas: readonly Persona[]): string {
  const [most] = personas;
  const email = personas.find((persona) => persona.email !== undefined)?.email;
  return email ?? personas.find((persona) => persona.name !== undefined)?.name ?? (most && actorLabel(most)) ?? '';
}

/** A name that comes with the one address everywhere tells nothing new. */
function otherNames(personas: readonly Persona[], label: string, isShared: boolean): readonly string[] {
  const names = byFolded(personas.map(({ name }) => name));
  const isTelling = names.size > 1 || personas.some(({ email }) => email === undefined);
  const ids = isShared ? personas.flatMap((one) => (one.id === undefined ? [] : [`${one.provider} ${one.id}`])) : [];
  const others = new Map([...byFolded(personas.map(({ email }) => email)), ...(isTelling ? names : [])]);
  others.delete(folded(label));
  return [...others.values(), ...new Set(ids)];
}

function byFolded(names: readonly (string | undefined)[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) if (name !== undefined && !found.has(folded(name))) found.set(folded(name), name);
  return found;
}

function folded(name: string): string {
  return name.toLowerCase();
}

const MOST_DOUBTS = 3;

type Named = Pick<Person, 'label' | 'knownAs'>;

/** Who may be the same as whom, by index. */
function doubtsIn(
  doubts: readonly Doubt[],
  people: readonly Named[],
  indexOf: ReadonlyMap<number, number>,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  for (const { members, why } of doubts) {
    const namesakes = [...new Set(members.flatMap((member) => indexOf.get(member) ?? []))];
    // Thousands may have one name, such as that of deleted users.
    const some = namesakes
      .slice(0, MOST_DOUBTS + 1)
      .map((index) => ({ index, text: `${said(people[index])}: ${why}` }));
    for (const index of namesakes) {
      const others = some.filter((one) => one.index !== index).slice(0, MOST_DOUBTS);
      const left = namesakes.length - 1 - others.length;
      const texts = others.map(({ text }) => text);
      found.set(index, [...(found.get(index) ?? []), ...texts, ...(left > 0 ? [`and ${left} more of that name`] : [])]);
    }
  }
  return found;
}

function said(person: Named | undefined): string {
  return person === undefined ? '' : [person.label, ...person.knownAs].join(', ');
}
