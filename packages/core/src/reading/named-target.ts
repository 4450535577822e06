import { targetsOf, type AuditEvent, type Target } from '../event.ts';
import { labelOf } from '../label.ts';

type Targeted = Pick<AuditEvent, 'provider' | 'tenant' | 'log' | 'target' | 'targets'>;

/** A target by name, and what tells the thing that has the name. */
export interface NamedTarget {
  readonly label: string;
  /** Empty where nothing tells the thing from others of that name. */
  readonly key: string;
}

/** The targets of an event as texts for counting, one for each label. */
export function namedTargets(event: Targeted): readonly string[] {
  const targets = targetsOf(event);
  const [only] = targets;
  if (only === undefined) return [];
  if (targets.length === 1) return [textOf(labelOf(only), keyOf(event, only))];
  const keys = new Map<string, string>();
  for (const target of targets) {
    const [label, key] = [labelOf(target), keyOf(event, target)];
    // Two targets may have the same name, and an event counts once for it.
    keys.set(label, (keys.get(label) ?? key) === key ? key : '');
  }
  return [...keys].map(([label, key]) => textOf(label, key));
}

/** The target of such a text. */
export function readTarget(text: string): NamedTarget {
  const space = text.indexOf(' ');
  const end = space + 1 + Number(text.slice(0, space));
  return { label: text.slice(space + 1, end), key: text.slice(end) };
}

/** The length tells where the label ends, which may hold anything. */
function textOf(label: string, key: string): string {
  return `${label.length} ${label}${key}`;
}

/** Stands between the parts. Joining an array of them would cost much more. */
const NUL = '\0';

function keyOf({ provider, tenant, log }: Targeted, { type, id, name }: Target): string {
  // Settings have no id of their own: several may have that of the user or the account that they belong to.
  if (id === undefined || name === undefined || type.endsWith('setting')) return '';
  return `${provider}${NUL}${tenant}${NUL}${log}${NUL}${type}${NUL}${id}`;
}
