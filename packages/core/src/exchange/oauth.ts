import { basic, type Authorizer } from './authorizer.ts';
import { assertion } from './assertion.ts';
import { AuditError, isAuditError } from '../errors.ts';
import { digest } from '../identity.ts';
import { number, object, parseJson, present, text, type JsonObject } from '../json.ts';
import type { OutgoingRequest, Ports, Tokens, TokenStore } from '../ports.ts';
import type { OAuthScheme } from '../provider.ts';
import { excerpt } from '../providers/answers.ts';
import { unless } from './unless.ts';

/** How early an access token is renewed, so that it does not expire in flight. */
const EARLY_MS = 30_000;
const MAX_BYTES = 64 * 1024;
/** A renewal has its own time limit: it serves every caller that waits for it, and its tokens must be stored. */
const RENEWAL_MS = 30_000;
const MOST_ISSUED = 8;

/**
 * Manages the tokens of one connection. Renews them one at a time, because the vendor revokes the old pair with each
 * renewal. Stores the new pair before using it, because a lost refresh token cannot be recovered.
 */
export function createOAuth(scheme: OAuthScheme, name: string, ports: Ports): Authorizer {
  const store = withStoreErrors(ports.tokens ?? memoryStore(), name);
  const origin = digest(scheme.tokenUrl, scheme.clientId, scheme.refreshToken ?? scheme.clientSecret);
  // Two accounts may have the same name; with one key, each would overwrite the tokens of the other.
  const key = `${name}/${origin}`;
  let current: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;
  const issued = createIssued();

  async function stored(): Promise<Tokens | undefined> {
    // Older versions stored tokens under the name alone.
    const found = (await store.load(key)) ?? (await store.load(name));
    return found?.origin === origin ? issued.note(found) : undefined;
  }

  function good(tokens: Tokens, spent: string | undefined): boolean {
    return bearer(tokens) !== spent && usable(tokens, ports.now());
  }

  // Not cancelled with the caller: once requested, the new pair must be stored, or access is lost.
  async function renew(spent: string | undefined): Promise<Tokens> {
    const kept = await stored();
    // Another process may have renewed them while this one waited for the lock.
    if (kept !== undefined && good(kept, spent)) return kept;
    const reply = await requestTokens(scheme, kept?.refreshToken ?? scheme.refreshToken, ports);
    const tokens = issued.note(toTokens(scheme, reply, { origin, now: ports.now(), previous: kept }));
    await store.save(key, tokens);
    return tokens;
  }

  function renewOnce(spent: string | undefined): Promise<Tokens> {
    renewing ??= store
      .lock(key, () => renew(spent))
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  }

  return {
    renewable: true,
    authorize: async ({ spent }) => {
      current ??= await stored();
      if (current === undefined || !good(current, spent)) current = await renewOnce(spent);
      return { header: ['authorization', bearer(current)], baseUrl: current.baseUrl };
    },
    secrets: () => [scheme.clientSecret, scheme.refreshToken ?? '', ...issued.list()],
  };
}

/** Recently used tokens, including replaced ones, because a vendor may repeat a token that it rejects. */
function createIssued(): { note: (tokens: Tokens) => Tokens; list: () => readonly string[] } {
  let issued: readonly string[] = [];
  return {
    note: (tokens) => {
      const { accessToken, refreshToken = '' } = tokens;
      issued = [...new Set([...issued, accessToken, refreshToken])].slice(-MOST_ISSUED);
      return tokens;
    },
    list: () => issued,
  };
}

function bearer({ accessToken }: Tokens): string {
  return `Bearer ${accessToken}`;
}

/** A token with unknown expiry is used until the vendor rejects it. */
function usable({ expiresAt }: Tokens, now: number): boolean {
  return expiresAt === undefined || now < expiresAt - EARLY_MS;
}

function memoryStore(): TokenStore {
  const kept = new Map<string, Tokens>();
  return {
    load: async (key) => kept.get(key),
    save: async (key, tokens) => {
      kept.set(key, tokens);
    },
  };
}

/** Marks failures of the store as such, because they would look like a vendor that does not answer. */
function withStoreErrors(store: TokenStore, name: string): Required<TokenStore> {
  return {
    load: (key) => store.load(key).catch(storeError(name)),
    save: (key, tokens) => store.save(key, tokens).catch(storeError(name)),
    lock: async (key, work) => {
      if (store.lock === undefined) return work();
      let working: ReturnType<typeof work> | undefined;
      // The result of the work is what counts, even if unlocking fails afterwards.
      return store.lock(key, () => (working = work())).catch((failed: unknown) => working ?? storeError(name)(failed));
    },
  };
}

function storeError(name: string): (failed: unknown) => never {
  return (failed) => {
    if (isAuditError(failed)) throw failed;
    throw new AuditError(
      {
        code: 'unavailable',
        message: `The OAuth tokens of ${name} cannot be stored`,
        hint: 'Make the token store of the host readable and writable: without it the vendor is not asked for new tokens.',
      },
      { cause: failed },
    );
  };
}

async function requestTokens(scheme: OAuthScheme, refreshToken: string | undefined, ports: Ports): Promise<JsonObject> {
  const signal = ports.timeout(RENEWAL_MS);
  const asking = ports.send(tokenRequest(scheme, refreshToken, ports.now()), { maxBytes: MAX_BYTES, signal });
  const response = await unless(signal, asking).catch((thrown: unknown) => {
    throw signal.aborted ? tooSlow(thrown) : thrown;
  });
  const reply = object(parseJson(response.body));
  if (response.status >= 200 && response.status < 300 && text(reply['access_token']) !== undefined) return reply;
  const said = text(reply['error']);
  throw new AuditError(
    present({
      code: response.status >= 500 || response.status === 429 ? ('unavailable' as const) : ('unauthorized' as const),
      message: `No token: the token endpoint answered ${response.status}${said === undefined ? ' without a token' : ''}`,
      hint: hintFor(said),
      status: response.status,
      vendorSaid: said === undefined ? undefined : excerpt(said),
    }),
  );
}

function tooSlow(cause: unknown): AuditError {
  return new AuditError(
    {
      code: 'timeout',
      message: `No token: the token endpoint did not answer within ${RENEWAL_MS / 1000} seconds`,
      hint: 'The vendor, the network or a proxy may be hanging: try again later.',
    },
    { cause },
  );
}

function hintFor(said = ''): string {
  const known = Object.hasOwn(TOKEN_HINTS, said) ? TOKEN_HINTS[said] : undefined;
  return known ?? 'Check the client id, the client secret and the token endpoint.';
}

/** What the error codes of a token endpoint mean for whoever configured it. */
export const TOKEN_HINTS: Readonly<Record<string, string>> = {
  invalid_grant: 'The refresh token was already used, has expired or was revoked: connect the account again.',
  invalid_scope: 'Grant the OAuth client the scope for reading audit logs.',
  invalid_client: 'Check the client id and the client secret.',
  unauthorized_client: 'The OAuth client may not use this grant type: it has to be a confidential client.',
};

function tokenRequest(scheme: OAuthScheme, refreshToken: string | undefined, now: number): OutgoingRequest {
  const { clientId, clientSecret, grant, scope, clientAuth } = scheme;
  const fields: Readonly<Record<string, string>> = present({
    grant_type: grant,
    refresh_token: grant === 'refresh_token' ? refreshToken : undefined,
    scope,
    client_id: clientAuth === 'body' ? clientId : undefined,
    client_secret: clientAuth === 'body' ? clientSecret : undefined,
    ...(clientAuth === 'private_key_jwt' ? assertion(scheme, now) : {}),
  });
  const form = scheme.body === 'form';
  return {
    method: 'POST',
    url: scheme.tokenUrl,
    headers: {
      accept: 'application/json',
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(clientAuth === 'basic' ? { authorization: basic(clientId, clientSecret) } : {}),
    },
    body: form ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
  };
}

function toTokens(
  scheme: OAuthScheme,
  reply: JsonObject,
  { origin, now, previous }: { origin: string; now: number; previous: Tokens | undefined },
): Tokens {
  const seconds = number(reply['expires_in']);
  return present({
    accessToken: text(reply['access_token']) ?? '',
    refreshToken: text(reply['refresh_token']) ?? previous?.refreshToken,
    expiresAt: seconds === undefined ? undefined : now + seconds * 1000,
    baseUrl: scheme.baseUrl?.(reply) ?? previous?.baseUrl,
    origin,
  });
}
