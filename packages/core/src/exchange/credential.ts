import type * as z from 'zod';
import { invalid } from '../errors.ts';
import { parseInput } from '../refuse.ts';
import type { AuthScheme, CredentialKind, CredentialWarning, Provider } from '../provider.ts';

/** One way to authenticate, filled in: its name and its fields, as the provider declares them. */
export type CredentialInput<P extends Provider = Provider> = P extends Provider ? InputOf<P['credentials']> : never;

type InputOf<Kinds extends Provider['credentials']> = {
  [Kind in keyof Kinds & string]: { readonly kind: Kind; readonly values: Values<Kinds[Kind]> };
}[keyof Kinds & string];

type Values<Kind extends CredentialKind> = {
  readonly [Field in keyof z.input<Kind['schema']>]?: string | undefined;
};

/** A credential that has the right shape. */
export interface ParsedCredential {
  readonly label: string;
  readonly warning: CredentialWarning | undefined;
  /** The values of the fields that are declared secret. */
  readonly secrets: readonly string[];
  readonly scheme: (baseUrl: string) => AuthScheme;
}

/** Checks a credential's shape; the vendor alone can tell whether it is right. Never repeats a value. */
export function parseCredential(provider: Provider, { kind, values }: CredentialInput): ParsedCredential {
  const found = Object.hasOwn(provider.credentials, kind) ? provider.credentials[kind] : undefined;
  if (found === undefined) {
    const kinds = Object.keys(provider.credentials).join(', ');
    throw invalid(
      ['credential', 'kind'],
      `${provider.label} has no way to authenticate called ${JSON.stringify(kind)}`,
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
