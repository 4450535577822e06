import type * as z from 'zod';
import { invalid } from '../errors.ts';
import { parseInput } from '../refuse.ts';
import type { AuthScheme, CredentialKind, CredentialWarning, Provider } from '../provider.ts';

/** A credential as the caller gives it: one of the provider's kinds, with its fields. */
export type CredentialInput<P extends Provider = Provider> = P extends Provider ? InputOf<P['credentials']> : never;

type InputOf<Kinds extends Provider['credentials']> = {
  [Kind in keyof Kinds & string]: { readonly kind: Kind; readonly values: Values<Kinds[Kind]> };
}[keyof Kinds & string];

type Values<Kind extends CredentialKind> = {
  readonly [Field in keyof z.input<Kind['schema']>]?: string | undefined;
};

/** A credential of the right shape. */
export interface ParsedCredential {
  readonly label: string;
  readonly warning: CredentialWarning | undefined;
  /** The values of the fields that are declared secret. */
  readonly secrets: readonly string[];
  readonly scheme: (baseUrl: string) => AuthScheme;
}

/** Validates the shape of a credential; only the vendor can tell whether it works. Never repeats a value. */
export function parseCredential(provider: Provider, { kind, values }: CredentialInput): ParsedCredential {
  const found = Object.hasOwn(provider.credentials, kind) ? provider.credentials[kind] : undefined;
  if (found === undefined) {
    const kinds = Object.keys(provider.credentials).join(', ');
    throw invalid(
      ['credential', 'kind'],
      `${provider.label} has no authentication method ${JSON.stringify(kind)}`,
      `Use one of: ${kinds}.`,
    );
  }
  const fields = parseInput(found.schema, values, [provider.id, kind]);
  const { label, warning, schema, scheme } = found;
  const secrets = Object.entries(schema.shape).flatMap(([name, field]) => {
    const value = fields[name];
    return field.meta()?.['secret'] === true && typeof value === 'string' ? [value] : [];
  });
  return { label, warning, secrets, scheme: (baseUrl) => scheme(fields, baseUrl) };
}
