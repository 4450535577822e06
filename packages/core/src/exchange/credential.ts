import { invalid } from '../errors.ts';
import { parseInput } from '../refuse.ts';
import type { AuthScheme, Provider } from '../provider.ts';

/** One way to authenticate, filled in. */
export interface CredentialInput {
  /** The name of the way, as the provider declares it. */
  readonly kind: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** A credential that has the right shape. */
export interface ParsedCredential {
  readonly label: string;
  readonly warning: string | undefined;
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
      'credential.kind',
      `${provider.id} has no way to authenticate called ${JSON.stringify(kind)}`,
      `Use one of: ${kinds}.`,
    );
  }
  const fields = parseInput(found.schema, values, `${provider.id}.${kind}`) as Readonly<Record<string, string>>;
  const { label, warning, schema, scheme } = found;
  const isSecret = ([name]: [string, string]): boolean => schema.shape[name]?.meta()?.['secret'] === true;
  const secrets = Object.entries(fields)
    .filter(isSecret)
    .map(([, value]) => value);
  return { label, warning, secrets, scheme: (baseUrl) => scheme(fields, baseUrl) };
}
