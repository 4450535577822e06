import { STALLS } from './stall.ts';

/** What a switch can be set to. */
export type Setting = boolean | number | string;

/** One hostility, or one thing that the vendor's documentation leaves open. */
export interface Switch {
  readonly default: Setting;
  /** One sentence: what happens when it is set. */
  readonly does: string;
  /** For a text: what it may be. */
  readonly values?: readonly string[];
}

export type SwitchTable = Readonly<Record<string, Switch>>;
export type Settings<T extends SwitchTable> = { [K in keyof T]: Widen<T[K]['default']> };
type Widen<T> = T extends boolean ? boolean : T extends number ? number : string;

/** Hostilities that any vendor can show. Numbers called "…At" name a request, counted from 1; 0 is never. */
export const COMMON_SWITCHES = {
  arrivals: { default: 0, does: 'So many new entries arrive with every request, dated now.' },
  burst: { default: 1, does: 'So many generated entries in a row share one time.' },
  deadCursorAt: { default: 0, does: 'The cursor sent with this request has died.' },
  deadCursorEvery: { default: 0, does: 'Every so many requests the cursor has died.' },
  duplicates: { default: false, does: 'The last entry of a page comes again as the first of the next.' },
  echo: {
    default: 'none',
    does: 'Every answer has this status and repeats the credential; those of the token endpoint too.',
    values: ['none', '400', '401', '403', '429', '500'],
  },
  emptyPageAt: { default: 0, does: 'This request is answered with an empty page that has a cursor.' },
  endExclusive: { default: false, does: 'Entries exactly at the end of the asked window are left out.' },
  failAt: { default: 0, does: 'This request is answered with 500.' },
  failEvery: { default: 0, does: 'Every so many requests one is answered with 500.' },
  failForever: { default: false, does: 'Every request is answered with 500.' },
  failRetryAfter: { default: 0, does: 'Failures are 503 with this Retry-After, in seconds.' },
  hostileText: {
    default: false,
    does: 'Names and labels attack whoever shows them: injections, invisible and bidi characters, formulas.',
  },
  htmlAt: { default: 0, does: 'This request is answered with a web page and status 200.' },
  hugePageAt: { default: 0, does: 'This request is answered with a body of 20 MiB.' },
  ignoreCursor: { default: false, does: 'Cursors are ignored: page one comes again and again.' },
  lateEvery: { default: 0, does: 'Every so many generated entries one becomes visible late.' },
  lateMs: { default: 600_000, does: 'How late late entries become visible, in milliseconds.' },
  latencyMs: { default: 0, does: 'Every answer takes so long.' },
  limitAt: { default: 0, does: 'This request is answered with 429.' },
  limitEvery: { default: 0, does: 'Every so many requests one is answered with 429.' },
  malformedEvery: { default: 0, does: 'Every so many entries one has not the documented shape.' },
  repeatCursor: { default: false, does: 'Every page comes with the same cursor.' },
  resetAt: { default: 0, does: 'The connection of this request is reset.' },
  retryAfter: {
    default: 'seconds',
    does: 'How a 429 says when to come back.',
    values: ['seconds', 'text', 'date', 'zero', 'absent', 'hours'],
  },
  secrets: { default: false, does: 'Tokens, passwords and keys stand in entries.' },
  shuffled: { default: false, does: 'The entries of a page come in no order.' },
  slowBody: { default: false, does: 'Bodies come in drips.' },
  stall: { default: 'none', does: 'No answer ever ends: what keeps the client waiting.', values: ['none', ...STALLS] },
  stallTokens: { default: false, does: 'The token endpoint takes a request and never answers.' },
  startExclusive: { default: false, does: 'Entries exactly at the start of the asked window are left out.' },
  truncateAt: { default: 0, does: 'The body of this answer is cut in the middle.' },
  unavailableAt: { default: 0, does: 'This request is answered with 502 and a web page.' },
} as const satisfies SwitchTable;

export type CommonSettings = Settings<typeof COMMON_SWITCHES>;

/** A set of switches that can be read, set and reset. */
export interface Switchboard<S extends CommonSettings = CommonSettings> {
  readonly table: SwitchTable;
  readonly settings: S;
  /** Refuses names and values that it does not know. */
  readonly set: (changes: Readonly<Record<string, Setting>>) => void;
  readonly reset: () => void;
}

export function createSwitchboard<T extends SwitchTable & typeof COMMON_SWITCHES>(
  vendor: string,
  table: T,
): Switchboard<Settings<T> & CommonSettings> {
  const settings: Record<string, Setting> = defaults(table);
  return {
    table,
    settings: settings as Settings<T> & CommonSettings,
    set: (changes) => {
      for (const [name, value] of Object.entries(changes)) {
        check(vendor, table, name, value);
        settings[name] = value;
      }
    },
    reset: () => {
      Object.assign(settings, defaults(table));
    },
  };
}

function defaults(table: SwitchTable): Record<string, Setting> {
  return Object.fromEntries(Object.entries(table).map(([name, { default: value }]) => [name, value]));
}

function check(vendor: string, table: SwitchTable, name: string, value: Setting): void {
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known === undefined) throw new Error(`${vendor} has no switch ${name}. It has: ${Object.keys(table).join(', ')}`);
  if (typeof value !== typeof known.default) throw new Error(`${vendor}.${name} takes a ${typeof known.default}`);
  if (known.values !== undefined && !known.values.includes(String(value))) {
    throw new Error(`${vendor}.${name} takes one of: ${known.values.join(', ')}`);
  }
}
