import { STALLS } from './stall.ts';

/** What a switch can be set to. */
export type Setting = boolean | number | string;

/** A fault, or a behaviour that the vendor's documentation leaves open. */
export interface Switch {
  readonly default: Setting;
  /** What happens when it is set, in one sentence. */
  readonly does: string;
  /** The valid values of a text. */
  readonly values?: readonly string[];
}

export type SwitchTable = Readonly<Record<string, Switch>>;
export type Settings<T extends SwitchTable> = { [K in keyof T]: Widen<T[K]['default']> };
type Widen<T> = T extends boolean ? boolean : T extends number ? number : string;

/** Faults of any vendor. Numbers called "…At" are the number of a request, counted from 1; 0 is never. */
export const COMMON_SWITCHES = {
  arrivals: { default: 0, does: 'How many new entries arrive with every request, dated now.' },
  burst: { default: 1, does: 'How many generated entries in a row have the same time.' },
  deadCursorAt: { default: 0, does: 'The cursor sent with this request has expired.' },
  deadCursorEvery: { default: 0, does: 'After every so many requests, the cursor has expired.' },
  duplicates: { default: false, does: 'The last entry of a page comes again as the first entry of the next.' },
  echo: {
    default: 'none',
    does: 'Every response has this status and repeats the credential, including those of the token endpoint.',
    values: ['none', '400', '401', '403', '429', '500'],
  },
  emptyPageAt: { default: 0, does: 'This request gets an empty page that has a cursor.' },
  endExclusive: { default: false, does: 'Entries exactly at the end of the requested window are left out.' },
  failAt: { default: 0, does: 'This request fails with 500.' },
  failEvery: { default: 0, does: 'Every so many requests, one fails with 500.' },
  failForever: { default: false, does: 'Every request fails with 500.' },
  failRetryAfter: { default: 0, does: 'Failures are 503 with this Retry-After, in seconds.' },
  hostileText: {
    default: false,
    does: 'Names and labels attack whoever shows them: injections, invisible and bidi characters, formulas.',
  },
  htmlAt: { default: 0, does: 'This request gets a web page with status 200.' },
  hugePageAt: { default: 0, does: 'This request gets a body of 20 MiB.' },
  ignoreCursor: { default: false, does: 'Cursors are ignored: the first page comes again and again.' },
  lateEvery: { default: 0, does: 'Every so many generated entries, one becomes visible late.' },
  lateMs: { default: 600_000, does: 'How late these entries become visible, in milliseconds.' },
  latencyMs: { default: 0, does: 'How long every response takes.' },
  limitAt: { default: 0, does: 'This request gets a 429.' },
  limitEvery: { default: 0, does: 'Every so many requests, one gets a 429.' },
  malformedEvery: { default: 0, does: 'Every so many entries, one does not have the documented shape.' },
  repeatCursor: { default: false, does: 'Every page has the same cursor.' },
  resetAt: { default: 0, does: 'The connection of this request is reset.' },
  retryAfter: {
    default: 'seconds',
    does: 'How a 429 says when to retry.',
    values: ['seconds', 'text', 'date', 'zero', 'absent', 'hours'],
  },
  secrets: { default: false, does: 'Entries contain tokens, passwords and keys.' },
  shuffled: { default: false, does: 'The entries of a page are in no order.' },
  slowBody: { default: false, does: 'Bodies arrive in small pieces.' },
  stall: { default: 'none', does: 'How responses hang: they never end.', values: ['none', ...STALLS] },
  stallTokens: { default: false, does: 'The token endpoint accepts a request and never responds.' },
  startExclusive: { default: false, does: 'Entries exactly at the start of the requested window are left out.' },
  truncateAt: { default: 0, does: 'The body of this response is cut off in the middle.' },
  unavailableAt: { default: 0, does: 'This request gets a 502 with a web page.' },
} as const satisfies SwitchTable;

export type CommonSettings = Settings<typeof COMMON_SWITCHES>;

/** A set of switches that can be read, set and reset. */
export interface Switchboard<S extends CommonSettings = CommonSettings> {
  readonly table: SwitchTable;
  readonly settings: S;
  /** Throws on unknown names and values. */
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
