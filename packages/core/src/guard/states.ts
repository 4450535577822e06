import type { Mark } from './marker.ts';

/** The states of an access, a key or a setting. They are never secret: they are the very facts an auditor looks for. */
const STATES: ReadonlySet<string> = new Set(
  [
    'true false yes no on off y n enabled disabled active inactive activated deactivated required optional mandatory',
    'null none nil undefined empty unset set missing present absent default unknown any all never always',
    'valid invalid expired revoked rotated changed unchanged added removed created deleted updated renewed reset',
    'allowed denied blocked locked unlocked pending approved rejected granted open closed visible hidden masked',
    'manual automatic public private internal external primary secondary read write full limited',
  ].flatMap((states) => states.split(' ')),
);
const PHRASES = /^(?:not (?:set|required|configured|allowed)|read[- ]only|n\/a|\[\]|\{\})$/;
const SMALL_NUMBER = /^-?\d{1,3}$/;
const SCHEME = /^(?:basic|bearer|digest|negotiate|ntlm|token|apikey|hawk|hmac|aws4)/i;
const WORDS = /^[\p{L}'’,.;:!?-]+(?: +[\p{L}'’,.;:!?-]+)+$/u;
const WORD = /^\p{L}+$/u;
const SLUG = /^[a-z]+(?:[_-][a-z]+)*$/;
const REGION = /^[A-Z]{2,3}(?:-[A-Z]{2,3})?$/;

/** Kinds of secrets whose names have other meanings too, and the number of words from which a value is prose. */
const PROSE: Readonly<Partial<Record<string, number>>> = {
  signature: 1,
  session: 1,
  cookie: 2,
  csrf: 2,
  otp: 2,
  code: 2,
  key: 2,
  authorization: 3,
  token: 3,
  'api-key': 3,
};

/** Whether a value cannot be a secret whatever its name: a state, a small number, or prose where prose is expected. */
export function isPublicValue(value: string, mark: Mark): boolean {
  const said = value.trim().toLowerCase();
  if (said === '' || STATES.has(said) || PHRASES.test(said) || SMALL_NUMBER.test(said)) return true;
  const kind = mark.replace('query:', '');
  if (kind === 'code' && REGION.test(value)) return true;
  if (kind === 'key' && SLUG.test(value)) return true;
  return isProse(value.trim(), kind);
}

function isProse(value: string, kind: string): boolean {
  const least = PROSE[kind];
  if (least === undefined || (kind === 'authorization' && SCHEME.test(value))) return false;
  if (least === 1 && WORD.test(value)) return true;
  return value.length <= LONGEST_PROSE && WORDS.test(value) && value.split(/ +/).length >= least;
}

const LONGEST_PROSE = 200;
