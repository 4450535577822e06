/** An object of a standard while it is being filled. */
export type Fields = Record<string, unknown>;

/** Sets a field that there is a value for: absent fields are left out, because a validator takes null for a value. */
export function put(fields: Fields, name: string, value: unknown): void {
  if (value !== undefined) fields[name] = value;
}
