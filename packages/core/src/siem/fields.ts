/** An object of a standard that is being filled. */
export type Fields = Record<string, unknown>;

/** Sets a field if it has a value. Absent fields are left out, because a validator treats null as a value. */
export function put(fields: Fields, name: string, value: unknown): void {
  if (value !== undefined) fields[name] = value;
}
