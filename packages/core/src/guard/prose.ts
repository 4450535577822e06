import type { Assignment, PatternMatch } from './assignment.ts';
import type { Mark, TextSpan } from './marker.ts';
import { parameterNamed } from './names.ts';
import { isPublicValue } from './states.ts';

/** How commands and sentences reveal a secret. */
export const PROSE = {
  option: { pattern: /(?<![\w-])--[a-zA-Z][\w-]{1,40}[ \t]{1,4}(?=[^\s-])/, read: readOption },
  login: {
    pattern: /(?<![\w-])-(?:u[ \t]{1,4}["']?[^\s:"']{1,64}:|p)(?=[^\s"'-])/,
    read: readLogin,
  },
  said: {
    pattern:
      /(?:[pP](?:ASS|ass)(?:WORD|WORT|CODE|PHRASE|word|wort|code|phrase)|[kK]ennwort)s?[ \t]{1,3}(?:[^\s\d]{2,12}[ \t]{1,3}){0,3}?(?:is|was|now|ist|lautet|est|es|(?:set|changed|reset|updated)[ \t]to)(?::|[ \t])[ \t]{0,3}/,
    read: ({ text, end }) => typed(text, end, 'password'),
  },
  passcode: {
    pattern: /(?:[cC]ode|OTP|PIN)(?: for [^\s]{1,40})?(?: is| was|:)?[ \t]{1,2}#?["']?(?=\d)/,
    read: readPasscode,
  },
  given: { pattern: / is your (?:[\w.-]{1,20} ){0,4}?(?:code|PIN|OTP|passcode|password)/, read: readGiven },
} as const satisfies Readonly<Record<string, Assignment>>;

const DIGITS = /(?:\d{4,10}|\d{3}[ -]\d{3,5}(?!\d))(?![\w.:/-]*\w)/y;
const WORD = /[^\s"'`<>]*/y;
const COMMAND_REACH = 200;
const QUOTE = /["'`]/;
const DATE_OR_ADDRESS = /^(?:\d{4}-\d\d|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}$)/;
const OF_CODE =
  /(?:verification|security|log-?in|sign-?in|one-time|access|confirmation|authentication|auth|mfa|2fa|sms|backup|recovery|reset|pass) ?$/i;

/** A word that looks like a typed secret: digits, punctuation or capitals where words have none. */
export function typed(text: string, start: number, mark: Mark): TextSpan | undefined {
  const from = QUOTE.test(text.charAt(start)) ? start + 1 : start;
  const found = valueAt(text, from, WORD, mark);
  if (found === undefined) return undefined;
  const said = text.slice(from, found.end).replace(/[.,;:!?)\]}]{1,8}$/, '');
  return isTyped(said) && !isPublicValue(said, mark) ? { start: from, end: from + said.length, mark } : undefined;
}

function isTyped(said: string): boolean {
  if (said.length < 4 || said.startsWith('[redacted:') || DATE_OR_ADDRESS.test(said)) return false;
  return /\d|[^\p{L}'’,.;:/()-]|\p{Ll}\p{Lu}/u.test(said);
}

function readOption({ text, start, end }: PatternMatch): TextSpan | undefined {
  const secret = parameterNamed(text.slice(start + 2, end).trim());
  if (secret === undefined) return undefined;
  const quote = text.charAt(end);
  const found = quote === '"' || quote === "'" ? quoted(text, end, secret) : valueAt(text, end, WORD, secret);
  return found && !isPublicValue(text.slice(found.start, found.end), secret) ? found : undefined;
}

/** `curl -u name:password`, `mysql -ppassword`: for other programs these options mean something else. */
function readLogin({ text, start, end }: PatternMatch): TextSpan | undefined {
  const before = text.slice(Math.max(0, start - COMMAND_REACH), start);
  const programs = text.charAt(start + 1) === 'u' ? ['curl'] : ['mysql', 'mariadb'];
  const called = Math.max(...programs.map((program) => before.lastIndexOf(program)));
  const isCommand = called >= 0 && !/[\r\n|;]/.test(before.slice(called));
  return isCommand ? valueAt(text, end, WORD, 'password') : undefined;
}

function readPasscode({ text, start, end }: PatternMatch): TextSpan | undefined {
  const isCode = /^code/i.test(text.slice(start, start + 4));
  const isSecret = isCode
    ? OF_CODE.test(text.slice(Math.max(0, start - 16), start))
    : !/\w$/.test(text.charAt(start - 1));
  return isSecret ? valueAt(text, end, DIGITS, 'otp') : undefined;
}

function readGiven({ text, start }: PatternMatch): TextSpan | undefined {
  const [digits = ''] =
    /(?<![\w.-])(?:[A-Z]-)?\d{3}[ -]?\d{1,7}$/.exec(text.slice(Math.max(0, start - 16), start)) ?? [];
  return digits === '' ? undefined : { start: start - digits.length, end: start, mark: 'otp' };
}

function quoted(text: string, start: number, mark: Mark): TextSpan | undefined {
  const close = text.indexOf(text.charAt(start), start + 1);
  return { start: start + 1, end: close < 0 ? text.length : close, mark };
}

function valueAt(text: string, start: number, pattern: RegExp, mark: Mark): TextSpan | undefined {
  pattern.lastIndex = start;
  const [found = ''] = pattern.exec(text) ?? [];
  return found === '' ? undefined : { start, end: start + found.length, mark };
}
