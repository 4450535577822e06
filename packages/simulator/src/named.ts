/** Something that an entry says was acted upon. */
export interface TrueTarget {
  readonly type: string;
  readonly id: string;
}

/** A member of what need not be an object: entries may be odd on purpose. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The thing, or nothing where the entry does not say what and which it is. */
export function named(type: unknown, id: unknown): TrueTarget[] {
  if (typeof type !== 'string' || (typeof id !== 'string' && typeof id !== 'number')) return [];
  return [{ type, id: String(id) }];
}
