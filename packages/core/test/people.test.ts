import { describe, expect, test } from 'vitest';
import { joinPeople, type Person } from '../src/questions/people.ts';
import { personaOf, readPersona } from '../src/reading/persona.ts';
import { samePeople } from '../src/reply/same.ts';
import type { Actor } from '../src/event.ts';

type Given = readonly [account: string, actor: Partial<Actor>, count?: number];

/** The people that some personas are, each once. */
function people(...given: readonly Given[]): readonly Person[] {
  const counts = new Map(given.map(([account, actor, count = 1]) => [textOf(account, actor), count]));
  const tell = joinPeople(counts);
  return [...new Set([...counts.keys()].flatMap((text) => tell(text) ?? []))];
}

function textOf(account: string, actor: Partial<Actor>): string {
  const [provider = '', tenant = 'default'] = account.split('/');
  return personaOf({ provider, tenant, actor: { kind: 'user', ...actor } });
}

function labels(...given: readonly Given[]): readonly string[] {
  return people(...given).map(({ label }) => label);
}

const DANA = { id: 'g1', email: 'dana.doe@example.com', name: 'Dana Doe' };

describe('One person', () => {
  test.each<[string, readonly Given[], readonly string[]]>([
    [
      'is who has one address in several products, whatever the case of its letters',
      [
        ['gong', DANA, 2],
        ['ashby', { id: 'a1', email: 'Dana.Doe@Example.com' }],
      ],
      ['dana.doe@example.com'],
    ],
    [
      'is who has one id in one account, renamed and with another address',
      [
        ['gong', DANA, 2],
        ['gong', { id: 'g1', email: 'dana.new@example.com', name: 'Dana New' }],
      ],
      ['dana.doe@example.com'],
    ],
    [
      'is who alone has a full name, where a product knows no addresses',
      [
        ['gong', DANA],
        ['zendesk', { id: '42', name: 'dana DOE' }],
      ],
      ['dana.doe@example.com'],
    ],
    [
      'is who has an address in place of a name',
      [
        ['gong', DANA],
        ['zendesk', { id: '42', name: 'Dana.Doe@example.com' }],
      ],
      ['dana.doe@example.com'],
    ],
    [
      'is joined through a third',
      [
        ['zendesk', { id: '42', name: 'Dana Doe' }],
        ['ashby', { email: DANA.email }],
        ['gong', DANA],
      ],
      ['dana.doe@example.com'],
    ],
    [
      'has a name of a script without spaces',
      [
        ['gong', { email: 'y@example.com', name: '山田太郎' }],
        ['zendesk', { id: '42', name: '山田太郎' }],
      ],
      ['y@example.com'],
    ],
  ])('%s', (_, given, expected) => {
    expect(labels(...given)).toEqual(expected);
  });

  test('is called by the address that most events have, and known as all others', () => {
    const [person] = people(
      ['gong', DANA, 3],
      ['gong', { ...DANA, email: 'd.doe@example.com' }, 5],
      ['zendesk', { id: '42', name: 'Dana Doe' }, 90],
    );
    expect(person).toMatchObject({ label: 'd.doe@example.com', knownAs: ['dana.doe@example.com', 'Dana Doe'] });
  });
});

describe('Several people', () => {
  test.each<[string, readonly Given[], string]>([
    [
      'have one name and different addresses',
      [
        ['gong', DANA],
        ['ashby', { email: 'dana.doe@other.example', name: 'Dana Doe' }],
      ],
      'the same name, with another address',
    ],
    [
      'have one name and different ids in one account',
      [
        ['zendesk', { id: '42', name: 'Dana Doe' }],
        ['zendesk', { id: '43', name: 'Dana Doe' }],
      ],
      'the same name, with another id in the same account',
    ],
    [
      'have only a first name in common',
      [
        ['gong', { email: 'dana@example.com', name: 'Dana' }],
        ['zendesk', { id: '42', name: 'Dana' }],
      ],
      'the same name, but one word is no full name',
    ],
    [
      'are a person and a key that has their name',
      [
        ['gong', DANA],
        ['ashby', { kind: 'service', id: 'k', name: 'Dana Doe' }],
      ],
      'the same name, but not both are people',
    ],
  ])('%s, and are perhaps the same', (_, given, why) => {
    const found = people(...given);
    expect(found).toHaveLength(2);
    for (const { perhapsSame } of found) expect(perhapsSame).toEqual([expect.stringContaining(why)]);
  });

  test('have one id in two accounts', () => {
    expect(people(['gong/emea', { id: '1', name: 'Ann' }], ['gong/us', { id: '1', name: 'Bob' }])).toHaveLength(2);
  });

  test('are told apart by their ids where they share a label', () => {
    const found = people(['zendesk', { id: '42', name: 'Dana Doe' }], ['zendesk', { id: '43', name: 'Dana Doe' }]);
    expect(found.map(({ label, knownAs }) => [label, knownAs])).toEqual([
      ['Dana Doe', ['zendesk 42']],
      ['Dana Doe', ['zendesk 43']],
    ]);
  });

  test('are not joined with a third who may be either', () => {
    const found = people(
      ['gong', DANA],
      ['ashby', { email: 'dana.doe@other.example', name: 'Dana Doe' }],
      ['zendesk', { id: '42', name: 'Dana Doe' }],
    );
    expect(found).toHaveLength(3);
    expect(found[2]?.perhapsSame).toHaveLength(2);
  });

  test('may be thousands of one name', () => {
    const found = people(
      ...Array.from({ length: 5000 }, (_, id): Given => ['zendesk', { id: String(id + 1), name: 'Deleted User' }]),
    );
    expect(found).toHaveLength(5000);
    expect(found[0]?.perhapsSame).toHaveLength(4);
    expect(found[0]?.perhapsSame.at(-1)).toBe('and 4996 more of that name');
  });
});

test('Systems and nameless actors are one of each kind', () => {
  expect(
    labels(
      ['gong', { kind: 'unknown' }],
      ['ashby', { kind: 'unknown' }],
      ['zendesk', { kind: 'system', id: '-1', name: 'Zendesk' }],
      ['zendesk', { kind: 'system', id: '-1', name: 'Automation' }],
    ).toSorted(),
  ).toEqual(['Automation', 'Zendesk', 'unknown']);
});

test.each([
  { kind: 'user', id: '1', email: 'a@b.example', name: 'A B' },
  { kind: 'service', name: 'Key' },
  { kind: 'unknown' },
] as const)('A persona is read as it was written: %o', (actor) => {
  const text = personaOf({ provider: 'toy', tenant: 'default', actor });
  expect(readPersona(text)).toEqual({ provider: 'toy', tenant: 'default', ...actor });
});

test('A name that holds a separator does not become somebody else', () => {
  const actor = { kind: 'user', name: '\u0000\u0000dana.doe@example.com\u0000Dana Doe' } as const;
  expect(readPersona(personaOf({ provider: 'toy', tenant: 'default', actor }))).not.toHaveProperty('email');
});

describe('A list', () => {
  const shown = (...given: readonly Given[]) =>
    samePeople(
      given.map(([account, actor]) => ({ provider: account, tenant: 'default', actor: { kind: 'user', ...actor } })),
    );

  test('says who in it is one person under several names', () => {
    const list = shown(
      ['gong', DANA],
      ['zendesk', { id: '42', name: 'Dana Doe' }],
      ['gong', { email: 'eli@x.example' }],
    );
    expect(list).toEqual(['dana.doe@example.com is also Dana Doe']);
  });

  test('says who is perhaps the same', () => {
    expect(shown(['gong', { email: 'a@x.example', name: 'Al' }], ['zendesk', { id: '42', name: 'Al' }])).toEqual([
      'a@x.example is perhaps Al: the same name, but one word is no full name',
      'Al is perhaps a@x.example: the same name, but one word is no full name',
    ]);
  });

  test('names ten of them at most, and how many more there are', () => {
    const many = Array.from({ length: 12 }, (_, index): Given[] => {
      const [name, email] = [`Person ${index}`, `p${index}@x.example`];
      return [
        ['gong', { email, name }],
        ['zendesk', { id: String(index), name }],
      ];
    });
    expect(shown(...many.flat())).toHaveLength(11);
    expect(shown(...many.flat()).at(-1)).toBe('and 2 more');
  });

  test('of lines without actors says nothing', () => {
    expect(samePeople([{}, {}])).toEqual([]);
  });
});
