import { authorized, createAuthorizer, type AuthorizedSend } from './auth.ts';
import { createConceal, type Conceal } from './conceal.ts';
import { parseCredential, type CredentialInput, type ParsedCredential } from './credential.ts';
import { createFingerprint, type Fingerprint } from '../guard/fingerprint.ts';
import { canonical } from '../identity.ts';
import { createPace, type Pace } from './pace.ts';
import type { Ports } from '../ports.ts';
import type { CredentialWarning, Provider } from '../provider.ts';

/** One account of a provider, ready to be read. */
export interface Connection<P extends Provider = Provider> {
  readonly provider: P;
  readonly tenant: string;
  readonly baseUrl: string;
  readonly ports: Ports;
  readonly pace: Pace;
  readonly send: AuthorizedSend;
  /** Removes the connection's own secrets from what a vendor or a proxy says. */
  readonly conceal: Conceal;
  /** Whether an expired credential can be renewed here. A host that authenticates by itself has already done so. */
  readonly renewable: boolean;
  /** Gives the same marker to the same secret, as long as the credential stays the same. */
  readonly fingerprint: Fingerprint;
  /** The authentication method, for people; absent if the host authenticates by itself. */
  readonly authentication?: string;
  /** What the user should know about the credential, such as when it expires. */
  readonly warnings: readonly CredentialWarning[];
}

/** What it takes to open an account: where it is, its name here, and the credential. */
export interface ConnectOptions<P extends Provider = Provider> {
  /** Base URL, subdomain: whatever the provider's `site` accepts. Optional if the provider has a default. */
  readonly site?: string | undefined;
  /**
   * Tells accounts of one provider apart; it is part of every uid. Derived from the site by default. Where the site is
   * the same for all accounts, as with Gong and Ashby, accounts that are read together need one each.
   */
  readonly tenant?: string | undefined;
  /** Leave it out if the host's `send` authenticates by itself. */
  readonly credential?: CredentialInput<P> | undefined;
  /** The secrets that a host authenticates with by itself, so that no error can repeat them. */
  readonly secrets?: (() => readonly string[]) | undefined;
  readonly userAgent?: string | undefined;
  /**
   * The key of the fingerprints in markers of secrets: a text that only this account knows. The credential by default;
   * without either, fingerprints last as long as the connection.
   */
  readonly fingerprintKey?: string | undefined;
  /** The pace of an earlier connection to the same account, so that both together stay within the rate limit. */
  readonly pace?: Pace | undefined;
}

/** Creates a connection. Rejects a wrong site or credential before any request, and names the field. */
export function connect<P extends Provider>(provider: P, options: ConnectOptions<P>, ports: Ports): Connection<P> {
  const { baseUrl, tenant } = provider.site.locate(options.site ?? provider.site.default ?? '');
  const credential = options.credential && parseCredential(provider, options.credential);
  const name = options.tenant ?? tenant;
  const authorizer =
    credential && createAuthorizer({ scheme: credential.scheme(baseUrl), name: `${provider.id}/${name}`, ports });
  return {
    provider,
    tenant: name,
    baseUrl,
    ports,
    pace: options.pace ?? createPace(provider, provider.limits, ports),
    conceal: createConceal(() => [
      ...(credential?.secrets ?? []),
      ...(authorizer?.secrets() ?? []),
      ...(options.secrets?.() ?? []),
    ]),
    send: authorized({ send: ports.send, baseUrl, authorizer, userAgent: options.userAgent }),
    fingerprint: createFingerprint(fingerprintKeyOf(options)),
    renewable: authorizer?.renewable ?? false,
    ...describeCredential(credential),
  };
}

function fingerprintKeyOf({ fingerprintKey, credential }: ConnectOptions): string | undefined {
  return fingerprintKey ?? (credential && canonical(credential));
}

function describeCredential(credential: ParsedCredential | undefined): Pick<Connection, 'authentication' | 'warnings'> {
  if (credential === undefined) return { warnings: [] };
  const { label, warning } = credential;
  return { authentication: label, warnings: warning === undefined ? [] : [warning] };
}
