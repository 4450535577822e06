import { describe, expect, test } from 'vitest';
import { KEY_FORMS } from '../../../src/guard/makers.ts';
import { redact } from '../../../src/guard/redact.ts';
import { grow } from './grow.ts';
import { KINDS } from './kinds.ts';
import { KEYS } from './keys.ts';
import { PLACES } from './places.ts';
import { BARE_RULES, NAMED_RULES } from './public-rules.ts';
import { fill, seeded } from './random.ts';
import { SERVICES, WAYS } from './services.ts';

const EACH = 20;

function isGone(value: unknown, secret: string): boolean {
  const shown = JSON.stringify(redact(value));
  return !shown.includes(secret) && !shown.includes(encodeURIComponent(secret));
}

/** The share of secrets that are masked, and what was missed, to be read when a bound is not kept. */
function recall(
  cases: Iterable<readonly [title: string, value: unknown, secret: string]>,
): [share: number, missed: string[]] {
  const missed = new Set<string>();
  let [gone, all] = [0, 0];
  for (const [title, value, secret] of cases) {
    all += 1;
    if (isGone(value, secret)) gone += 1;
    else missed.add(title);
  }
  return [gone / all, [...missed]];
}

describe('Recall', () => {
  test('every row of the table of token issuers has samples, and matches them', () => {
    expect(KEY_FORMS.map(({ maker }) => maker).filter((maker) => KEYS[maker] === undefined)).toEqual([]);
  });

  test('of keys with a recognizable prefix, in a sentence or a URL, is at least 95 of 100', () => {
    const random = seeded(1);
    const cases = Object.entries(KEYS).flatMap(([maker, templates]) =>
      templates.flatMap((template) =>
        Array.from({ length: EACH }, (_, index) => {
          const secret = fill(template, random);
          const text = index % 2 === 0 ? `Bob used ${secret} for it` : `https://example.com/cb/${secret}/x`;
          return [`${maker} ${template}`, text, secret] as const;
        }),
      ),
    );
    const [share, missed] = recall(cases);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  test('of bare keys generated from a public rule set is at least 95 of 100', () => {
    const random = seeded(6);
    const cases = Object.entries(BARE_RULES).flatMap(([rule, pattern]) =>
      Array.from({ length: EACH }, () => {
        const secret = grow(pattern, random);
        expect(secret).toMatch(new RegExp(`^(?:${pattern.source})$`));
        return [rule, `Bob used ${secret} for it`, secret] as const;
      }),
    );
    const [share, missed] = recall(cases);
    expect(Object.keys(BARE_RULES).length).toBeGreaterThan(100);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  test('of keys that the rule set finds next to the name of their issuer is at least 99 of 100', () => {
    const random = seeded(7);
    const cases = Object.entries(NAMED_RULES).flatMap(([rule, pattern]) =>
      Array.from({ length: EACH }, () => {
        const secret = grow(pattern, random);
        return [rule, `${rule.replaceAll('-', '_')} = "${secret}"`, secret] as const;
      }),
    );
    const [share, missed] = recall(cases);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  test('of secrets under a telling name, in any spelling, is at least 99 of 100', () => {
    const random = seeded(2);
    const cases = SERVICES.flatMap(({ name, template }) =>
      Object.entries(WAYS).flatMap(([way, write]) =>
        Array.from({ length: 5 }, () => {
          const secret = fill(template, random);
          return [`${name} ${way}`, write(name, secret), secret] as const;
        }),
      ),
    );
    const [share, missed] = recall(cases);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  test.each(Object.entries(PLACES))('of 143 kinds of secrets, %s, is at least 97 of 100', (_, place) => {
    expect(KINDS).toHaveLength(143);
    const random = seeded(3);
    const cases = KINDS.map(({ kind, template, write }) => {
      const secret = fill(template, random);
      return [kind, place(write?.(secret) ?? secret), secret] as const;
    });
    const [share, missed] = recall(cases);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.97);
  });
});
