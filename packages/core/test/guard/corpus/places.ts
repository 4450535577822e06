const WORDS = 'The quick brown fox signed in and looked at the settings of the team. ';

/** Where a text with a secret may stand. */
export const PLACES: Readonly<Record<string, (text: string) => unknown>> = {
  'as a text': (text) => text,
  'in a member': (text) => ({ a: 1, note: text, z: 'end' }),
  'in a name': (text) => ({ [text]: 1 }),
  'in a list': (text) => [1, [text], null],
  'in JSON in a text': (text) => JSON.stringify({ body: text }),
  'in JSON three times over': (text) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([text]) }) }),
  'in JSON that was cut off': (text) => JSON.stringify({ id: 7, body: text, more: 'x' }).slice(0, -8),
  'between line breaks': (text) => `Host: a\r\n${text}\r\nEnd`,
  'percent-encoded': (text) => `/cb?state=1&r=${encodeURIComponent(text)}&z=1`,
  'in 400 kB of text': (text) => `${WORDS.repeat(2850)}\n${text}\n${WORDS.repeat(2850)}`,
  'behind words': (text) => `It said: seen ${text}`,
};
