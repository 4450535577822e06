/** Something that an entry says was acted upon. */
export interface TrueTarget {
  readonly type: string;
  readonly id: string;
}

/** A member of a value that may not be an object, because entries may be malformed on purpose. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The target, or nothing if the entry does not give both type and id. */
export function named(type: unknown, id: unknown): TrueTarget[] {
  if (typeof type !== 'string' || (typeof id !== 'string' && typeof id !== 'number')) return [];
  return [{ type, id: String(id) }];
}
