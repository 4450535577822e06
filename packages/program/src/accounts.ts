import {
  AuditError,
  connect,
  isAuditError,
  providers,
  type Connection,
  type Ports,
  type Provider,
} from '@trailhound/core';
import type { CredentialKind } from '@trailhound/core/provider';

type Environment = Readonly<Record<string, string | undefined>>;

/** The accounts that an environment configures, and what is wrong with partially configured ones. */
export interface Accounts {
  readonly connections: readonly Connection[];
  readonly problems: readonly string[];
  /** Settings that may have been forgotten. */
  readonly warnings: readonly string[];
}

export interface AccountsOptions {
  readonly env: Environment;
  /** Only these providers. */
  readonly only?: readonly string[] | undefined;
  /** Further accounts. The name of each is the prefix of its variables. */
  readonly names?: readonly string[] | undefined;
  readonly ports: Ports;
  readonly userAgent: string;
}

/** Connects every account that the environment configures. The providers declare the variables. */
export function readAccounts({ env, only, names = [], ports, userAgent }: AccountsOptions): Accounts {
  const found = [undefined, ...new Set(names)].map((name) => ({ name, accounts: accountsNamed(name, env) }));
  const problems = found.flatMap(({ name, accounts }) => (accounts.length === 0 && name ? [nothingSet(name)] : []));
  const wanted = found
    .flatMap(({ accounts }) => accounts)
    .filter(({ provider }) => only === undefined || only.includes(provider.id));
  const known = new Map<string, string>();
  const opened = wanted.map((one) => open(one, known, { ports, userAgent }));
  return {
    connections: opened.filter((one) => typeof one !== 'string'),
    problems: [...problems, ...opened.filter((one) => typeof one === 'string')],
    warnings: unlisted(env, names)
      .filter(({ provider }) => only === undefined || only.includes(provider.id))
      .map(({ provider, prefix }) => notListed(provider, prefix)),
  };
}

/** The connection, or why there is none. */
function open(
  { provider, name, account }: Named,
  known: Map<string, string>,
  { ports, userAgent }: Pick<AccountsOptions, 'ports' | 'userAgent'>,
): Connection | string {
  const label = name === undefined ? provider.label : `${provider.label} (${name})`;
  if (typeof account === 'string') return `${label}: ${account}`;
  try {
    const connection = connect(provider, { ...account, tenant: name, userAgent }, ports);
    refuseTwin(known, connection, account);
    return connection;
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    return `${label}: ${thrown.message}. ${thrown.hint}`;
  }
}

interface Named {
  readonly provider: Provider;
  /** Undefined for the account whose variables have no prefix. */
  readonly name: string | undefined;
  /** The account, or what is missing. */
  readonly account: Account | string;
}

function accountsNamed(name: string | undefined, env: Environment): Named[] {
  return Object.values<Provider>(providers).flatMap((provider) => {
    const account = readAccount(provider, env, prefixOf(name));
    return account === undefined ? [] : [{ provider, name, account }];
  });
}

/** The prefix of an account's variables. */
function prefixOf(name: string | undefined): string {
  return name === undefined ? '' : `${name.toUpperCase().replaceAll('-', '_')}_`;
}

/** Complete credentials whose prefix belongs to no account, so that nobody reads them. */
function unlisted(env: Environment, names: readonly string[]): { provider: Provider; prefix: string }[] {
  const listed = new Set(['', ...names.map(prefixOf)]);
  return Object.values<Provider>(providers).flatMap((provider) => {
    const ways = waysOf(provider).map(({ fields }) => fields.filter(({ required }) => required));
    const variables = ways.flat().map((field) => field.env);
    const prefixes = Object.keys(env).flatMap((name) =>
      variables.flatMap((variable) => (name.endsWith(`_${variable}`) ? [name.slice(0, -variable.length)] : [])),
    );
    return [...new Set(prefixes)]
      .filter((prefix) => !listed.has(prefix))
      .filter((prefix) => ways.some((way) => way.every((field) => valueOf(env, prefix + field.env) !== undefined)))
      .map((prefix) => ({ provider, prefix }));
  });
}

function notListed({ label }: Provider, prefix: string): string {
  const name = prefix.slice(0, -1).toLowerCase().replaceAll('_', '-');
  return `${label}: variables that begin with ${prefix} hold a credential that is not used. To use it, add ${name} to TRAILHOUND_ACCOUNTS.`;
}

function nothingSet(name: string): string {
  const [first] = Object.values<Provider>(providers);
  const example = first === undefined ? '' : ` For ${first.label}, set ${waysInWords(first, prefixOf(name))}.`;
  return `Account ${name}: none of its variables is set; they begin with ${prefixOf(name)}.${example}`;
}

/** Refuses one name for two accounts, and one account under two names, which would return every event twice. */
function refuseTwin(known: Map<string, string>, { provider, tenant, baseUrl }: Connection, account: Account): void {
  const name = `${provider.id}/${tenant}`;
  const same = known.get(name) ?? known.get(JSON.stringify([provider.id, baseUrl, account.credential]));
  if (same !== undefined) {
    throw new AuditError({
      code: 'invalid_query',
      field: 'accounts',
      message: same === name ? `another account is called ${name}, too` : `it has the credential of ${same}`,
      hint:
        same === name
          ? 'Give it another name in TRAILHOUND_ACCOUNTS.'
          : 'Set its own credential, or take it out of TRAILHOUND_ACCOUNTS.',
    });
  }
  known.set(name, name);
  known.set(JSON.stringify([provider.id, baseUrl, account.credential]), name);
}

interface Account {
  readonly site: string | undefined;
  readonly credential: { readonly kind: string; readonly values: Readonly<Record<string, string>> };
}

/** The account, or what is missing; undefined if no variable of the provider is set. */
function readAccount(provider: Provider, env: Environment, prefix: string): Account | string | undefined {
  const site = provider.site.env.map((name) => valueOf(env, prefix + name)).find((value) => value !== undefined);
  const ways = waysOf(provider, prefix).map((way) => fill(way, env));
  // The way with the most variables set is probably the intended one; among equals, the recommended way comes first.
  const best = ways.toSorted((a, b) => a.missing.length - b.missing.length || b.set.length - a.set.length);
  const whole = best.find(({ missing, set }) => missing.length === 0 && set.length > 0);
  if (whole === undefined) {
    const begun = best.find(({ set }) => set.length > 0);
    if (begun !== undefined)
      return `${begun.missing.join(' and ')} ${are(begun.missing)} not set, but ${begun.set.join(' and ')} ${are(begun.set)}.`;
    return site === undefined ? undefined : `no credential is set. Set ${waysInWords(provider, prefix)}.`;
  }
  if (site === undefined && provider.site.default === undefined)
    return `${provider.site.env.map((name) => prefix + name).join(' or ')} is not set.`;
  return { site, credential: { kind: whole.kind, values: whole.values } };
}

interface Way {
  readonly kind: string;
  readonly label: string;
  readonly fields: readonly Field[];
}

interface Field {
  readonly name: string;
  readonly env: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly description: string;
}

/** The ways to authenticate at a provider, with the variable that holds each field. */
export function waysOf({ credentials }: Provider, prefix = ''): Way[] {
  return Object.entries(credentials).map(([kind, way]) => ({ kind, label: way.label, fields: fieldsOf(way, prefix) }));
}

function fieldsOf({ schema }: CredentialKind, prefix: string): Field[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { env, secret, description } = field.meta() as { env: string; secret: boolean; description: string };
    return { name, env: prefix + env, secret, description, required: !field.safeParse(undefined).success };
  });
}

interface Filled {
  readonly kind: string;
  readonly values: Readonly<Record<string, string>>;
  /** Variables of required fields. */
  readonly set: readonly string[];
  readonly missing: readonly string[];
}

function fill({ kind, fields }: Way, env: Environment): Filled {
  const values: Record<string, string> = {};
  for (const { name, env: variable } of fields) {
    const value = valueOf(env, variable);
    if (value !== undefined) values[name] = value;
  }
  const required = fields.filter((field) => field.required);
  return {
    kind,
    values,
    set: required.filter(({ name }) => name in values).map((field) => field.env),
    missing: required.filter(({ name }) => !(name in values)).map((field) => field.env),
  };
}

/** What to set for a provider, as part of a sentence. */
export function waysInWords(provider: Provider, prefix = ''): string {
  const credentials = waysOf(provider, prefix).map(({ fields }) =>
    fields.flatMap((field) => (field.required ? [field.env] : [])).join(' + '),
  );
  const site = provider.site.default === undefined ? `${prefix}${provider.site.env.at(-1)} with ` : '';
  return `${site}${credentials.join(', or ')}`;
}

/** Clients often pass settings that were left empty as an empty string. */
function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim() ?? '';
  return value === '' || isPlaceholder(value) ? undefined : value;
}

/** Some clients pass `${NAME}` on literally if they have no value for it. */
export function isPlaceholder(value: string): boolean {
  return /^\$\{[^}]*\}$/.test(value);
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
