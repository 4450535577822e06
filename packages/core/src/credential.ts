import { invalid } from './errors.ts';
import { parseInput } from './refuse.ts';
import type { AuthScheme, Provider } from './provider.ts';

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
  return { label: found.label, warning: found.warning, scheme: (baseUrl) => found.scheme(fields, baseUrl) };
}
