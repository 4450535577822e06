import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMarkup } from '../../src/guard/markup.ts';
import { plain } from '../../src/guard/text.ts';
import { rendered } from './rendered.ts';

const CASES: [string, string, string][] = [
  ['a link', '[click](https://evil.test/a)', '[click] (https:// evil.test/a)'],
  ['an image', '![](https://evil.test/a.png)', '![] (https:// evil.test/a.png)'],
  ['an image without a scheme', '![x](//evil.test/a.png)', '![x] (//evil.test/a.png)'],
  ['a link to a program', '[x](javascript:alert(1))', '[x] (javascript:alert(1))'],
  ['a linked image', '[![a](b)](c)', '[![a] (b)] (c)'],
  ['a reference and its address', '[x][1]\n\n[1]: //evil.test "t"', '[x][1]\n\n[1] : //evil.test "t"'],
  ['an autolink', '<https://evil.test>', '< https:// evil.test>'],
  ['an autolink of another scheme', '<vscode:run>', '< vscode:run>'],
  ['a bare address', 'see HTTPS://evil.test/a?b=c', 'see HTTPS:// evil.test/a?b=c'],
  ['a bare name', 'see www.evil.test (WWW.evil.test)', 'see www. evil.test (WWW. evil.test)'],
  ['a tag', '<img src=//evil.test/a onerror=x>', '< img src=//evil.test/a onerror=x>'],
  ['an end tag', 'a</a>', 'a< /a>'],
  ['a comment and a declaration', '<!-- a --><?xml?>', '< !-- a -->< ?xml?>'],
  ['an address in a name', 'Dana <dana@example.com>', 'Dana < dana@example.com>'],
  ['no markup', 'a[0] (b), c: <3, x < y, //, 1 > 0, a@b.test', 'a[0] (b), c: <3, x < y, //, 1 > 0, a@b.test'],
];

const PIECES =
  '[ ] ( ) ! < > : / // :// http https ftp www. evil.test a " \' \\ ` * _ ~ # - = 1 . img href= src= /a ? javascript: data: ' +
  'mailto: \u{200B} \u{AD} | & &lt; &#91; … ^';
const pieces = fc.constantFrom(...PIECES.split(' '), ' ', '\n', '\n\n', '\t', 'a href=');
const hostile = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

describe('Text that would be rendered', () => {
  it.each(CASES)('is broken up: %s', (title, text, expected) => {
    expect(withoutMarkup(text)).toBe(expected);
    expect(withoutMarkup(expected)).toBe(expected);
    // A bare e-mail address stays one: it is who did it, and nothing is fetched from it.
    expect(rendered(expected).filter((one) => !one.includes('@'))).toEqual([]);
    if (title !== 'no markup') expect(rendered(text)).not.toEqual([]);
  });

  it('shows no link, image or tag, however it is composed and truncated', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 60 }), fc.boolean(), (text, max, lines) => {
        const shown = plain(text, { inert: true, max, lines });
        expect(rendered(shown), shown).toEqual([]);
        expect(plain(shown, { inert: true, lines })).toBe(shown);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps every character, and only adds spaces', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(withoutMarkup(text).replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  it('forms no link when hidden characters are removed', () => {
    expect(plain('[x]\u{200B}(https:/\u{200B}/evil.test) <\u{2060}img>', { inert: true })).toBe(
      '[x] (https:// evil.test) < img>',
    );
  });

  it('keeps its links by default', () => {
    expect(plain('[x](https://evil.test)')).toBe('[x](https://evil.test)');
  });
});
