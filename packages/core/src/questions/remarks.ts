import { targetsOf, type AuditEvent } from '../event.ts';
import type { WallClock } from '../moment.ts';
import type { AddressRemark } from './traced-addresses.ts';

/** What a rule may look at besides the event itself. */
export interface RemarkContext {
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  /** What stands out about the event's IP address. */
  readonly address: readonly AddressRemark[];
  /** Converts a time to the local time of the time zone. */
  readonly local: (time: number) => WallClock;
}

/** A rule that marks an event for the reviewer of a timeline. */
interface Rule {
  readonly means: string;
  readonly applies: (event: AuditEvent, context: RemarkContext) => boolean;
}

const FIRST_HOUR = 7;
const LAST_HOUR = 20;
const WEEKEND: ReadonlySet<number> = new Set([0, 6]);
const PRIVILEGE =
  /\b(admin|administrator|owner|role|permission|privilege|credential|api.?(key|token)|oauth.?(client|app|token))/i;

/** The rules, by the name of their remark. */
export const REMARKS = {
  denied: { means: 'The vendor denied the attempt.', applies: ({ outcome }) => outcome === 'denied' },
  export: { means: 'Data left the product.', applies: ({ verb }) => verb === 'export' },
  external: { means: 'Somebody outside the organisation acted.', applies: ({ flags }) => flags.includes('external') },
  first_seen_ip: {
    means: 'From an IP address that the actor had not used in the 30 days before the window.',
    applies: (_, { address }) => address.includes('first_seen_ip'),
  },
  impersonated: { means: 'Somebody acted as somebody else.', applies: ({ flags }) => flags.includes('impersonated') },
  instructs_reader: {
    means: 'A text of the entry gives orders to an assistant that reads it.',
    applies: ({ flags }) => flags.includes('instructs_reader'),
  },
  odd_ip: {
    means: 'From an IP address that was used once or twice by somebody who otherwise uses another.',
    applies: (_, { address }) => address.includes('odd_ip'),
  },
  off_hours: {
    means: 'Outside 07:00 to 20:00 or at the weekend, in the given time zone.',
    applies: (_, { at, local }) => {
      const { hour, weekday } = local(at);
      return hour < FIRST_HOUR || hour >= LAST_HOUR || WEEKEND.has(weekday);
    },
  },
  privilege_change: {
    means: 'Roles, permissions, administrators, API keys or other credentials were changed.',
    applies: (event) => ['create', 'update', 'delete'].includes(event.verb) && PRIVILEGE.test(wordsOf(event)),
  },
  shared_ip: {
    means: 'From an IP address that is not usual for the actor, and that others came from in the window.',
    applies: (_, { address }) => address.includes('shared_ip'),
  },
  vendor_staff: { means: "The vendor's own staff acted.", applies: ({ flags }) => flags.includes('vendor_staff') },
} as const satisfies Readonly<Record<string, Rule>>;

/** Why a line of a timeline deserves a second look. */
export type Remark = keyof typeof REMARKS;

/** The remarks that apply to an event. */
export function remarksOn(event: AuditEvent, context: RemarkContext): Remark[] {
  return (Object.keys(REMARKS) as Remark[]).filter((name) => REMARKS[name].applies(event, context));
}

function wordsOf(event: AuditEvent): string {
  const kinds = targetsOf(event).map(({ type }) => spaced(type));
  return [spaced(event.action), ...kinds, event.message, ...event.changes.flatMap(textOf)].join(' ');
}

/** Splits `CreateApiKey` and `create_api_key` into words. */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_./-]/g, ' ');
}

function textOf({ field, from, to }: AuditEvent['changes'][number]): string[] {
  return [spaced(field), ...[from, to].filter((side) => typeof side === 'string')];
}
