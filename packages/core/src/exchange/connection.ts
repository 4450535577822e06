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
  /** Cuts the connection's own secrets out of what a vendor or a proxy says. */
  readonly conceal: Conceal;
  /** Whether a spent credential can be renewed here. A host that authorises by itself has done so already. */
  readonly renewable: boolean;
  /** Makes the markers of one secret alike, as long as the credential stays. */
  readonly fingerprint: Fingerprint;
  /** The way to authenticate, for people; absent where the host authorises by itself. */
  readonly authentication?: string;
  /** What the user of the credential has to know, such as the date of its end. */
  readonly warnings: readonly CredentialWarning[];
}

/** What it takes to open an account: where it is, what it is called here, and the credential. */
export interface ConnectOptions<P extends Provider = Provider> {
  /** Base URL, subdomain: whatever the provider's `site` reads. Not needed where the provider has a default. */
  readonly site?: string | undefined;
  /**
   * Tells accounts of one provider apart; it is part of every uid. Derived from the site unless given: where the site does
   * not tell them apart, as with Gong and Ashby, accounts that are read together need one each.
   */
  readonly tenant?: string | undefined;
  /** Left out when the host's `send` authorises by itself. */
  readonly credential?: CredentialInput<P> | undefined;
  /** What the host authorises with where it does so by itself, so that no error can repeat it. */
  readonly secrets?: (() => readonly string[]) | undefined;
  readonly userAgent?: string | undefined;
  /**
   * What the fingerprints in markers of secrets are keyed with: text that only this account knows. The credential unless
   * given; without either they last as long as the connection.
   */
  readonly fingerprintKey?: string | undefined;
  /** That of an earlier connection to the same account, so that both together keep within what the vendor takes. */
  readonly pace?: Pace | undefined;
}

/** Makes a connection. Refuses a wrong site or credential before any request, naming the field. */
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
