import * as z from 'zod';

/** What somebody did, in one word that means the same for every provider. */
export const VERBS = [
  'create',
  'read',
  'update',
  'delete',
  'login',
  'logout',
  'export',
  'share',
  'play',
  'access',
  'impersonate',
  'other',
] as const;

/** Who can act: a person, a key, a rule, the vendor's own staff, somebody outside. */
export const ACTOR_KINDS = [
  'user',
  'service',
  'automation',
  'vendor_staff',
  'candidate',
  'system',
  'external',
  'unknown',
] as const;

/** What a flag on an event means. Flags mark what a reviewer would want to see at a glance. */
export const FLAGS = {
  assumed_outcome: 'The vendor states no outcome; success is assumed because the entry exists.',
  catalogue_shape: 'The vendor answered in a shape that only third-party catalogues describe.',
  denied: 'The vendor refused what was tried.',
  derived_action: 'The vendor named no action; ours is derived from what the entry shows.',
  external: 'Somebody outside the organisation acted.',
  impersonated: 'Somebody acted as somebody else.',
  parse: 'The entry does not have the documented shape; read the raw entry.',
  vendor_staff: "The vendor's own staff acted.",
} as const;

const Text = z.string().min(1);

/** A mark on an event, for a reviewer. */
export type Flag = keyof typeof FLAGS;
/** What a later version may mark; the intersection keeps the known flags apart from it for the compiler. */
type LaterFlag = string & Record<never, never>;

const KnownFlag = z.enum(Object.keys(FLAGS) as [Flag, ...Flag[]]);
const AnyFlag = z.union([KnownFlag, Text as z.ZodType<LaterFlag, LaterFlag>]);

/** Who acted. */
export const Actor = z.strictObject({
  kind: z.enum(ACTOR_KINDS),
  id: Text.optional(),
  email: Text.optional(),
  name: Text.optional(),
});

/** Who really acted when an event happened in somebody else's name. */
export const Impersonator = z.strictObject({
  id: Text.optional(),
  email: Text.optional(),
  name: Text.optional(),
  company: Text.optional(),
});

/** What was acted upon. */
export const Target = z.strictObject({ type: Text, id: Text.optional(), name: Text.optional() });

/** One field before and after. A side that the vendor does not state is undefined. */
export const Change = z.strictObject({ field: Text, from: z.unknown().optional(), to: z.unknown().optional() });

/**
 * What happened, the same for every provider. Ids are strings. What the vendor did not say is never empty: it is undefined
 * in an event, and missing from its JSON.
 */
export const AuditEvent = z.strictObject({
  uid: Text.describe('Stable across runs and machines: provider, time, and a hash of tenant, log and native identity'),
  provider: Text.describe('The product: gong, zendesk, ashby'),
  tenant: Text.describe('Which account of the product'),
  log: Text.describe('Which log of the product'),
  nativeId: Text.optional().describe("The vendor's own id of the entry, where there is one"),
  time: z.iso.datetime({ precision: 3 }).describe('When it happened, UTC, milliseconds'),
  actor: Actor.describe('Who did it'),
  impersonator: Impersonator.optional().describe('Who really did it, when acting as the actor'),
  verb: z.enum(VERBS).describe('What was done, in one word'),
  action: Text.describe("The vendor's own name of the action"),
  category: Text.describe('The kind of thing it concerns'),
  target: Target.optional().describe('What it was done to; the main one where there are several'),
  targets: z.array(Target).min(2).optional().describe('All of them, the main one first; only where there are several'),
  changes: z.array(Change).describe('Which fields changed, before and after'),
  outcome: z.enum(['success', 'failure', 'denied']).optional().describe('How it ended'),
  ip: Text.optional().describe('From which address'),
  userAgent: Text.optional().describe('With which client'),
  requestId: Text.optional().describe('Groups the entries that one request to the vendor caused'),
  message: z.string().describe('A sentence for a person'),
  flags: z.array(AnyFlag).describe('What a reviewer should notice'),
  raw: z.unknown().optional().describe("The vendor's entry; left out unless it is wanted"),
});

/** An event as the engine makes it: all have every field, in one order, which makes them cheap to make and to read. */
export type WholeEvent = { [Field in keyof Required<AuditEvent>]: AuditEvent[Field] };

/** What was done, in one word. */
export type Verb = (typeof VERBS)[number];
/** What kind of somebody acted. */
export type ActorKind = (typeof ACTOR_KINDS)[number];
export type Actor = z.infer<typeof Actor>;
export type Impersonator = z.infer<typeof Impersonator>;
export type Target = z.infer<typeof Target>;
export type Change = z.infer<typeof Change>;
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Everything that an event was done to, the main one first. */
export function targetsOf({ target, targets }: Pick<AuditEvent, 'target' | 'targets'>): readonly Target[] {
  return targets ?? (target === undefined ? [] : [target]);
}

/** What a provider makes of an entry; the engine adds where it came from and its uid. */
export interface EventDraft extends Omit<
  AuditEvent,
  'uid' | 'provider' | 'tenant' | 'log' | 'time' | 'targets' | 'flags' | 'raw'
> {
  /** For an entry that may name several, instead of `target`; in the vendor's order, the first is the main one. */
  targets?: readonly Target[] | undefined;
  /** Epoch milliseconds, absent when the entry's time cannot be read. */
  time: number | undefined;
  flags: Flag[];
  /** What tells this entry from every other entry of its log, whenever and however it is read. */
  identity: readonly string[];
}
