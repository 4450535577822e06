import {
  connect,
  isAuditError,
  providers,
  type Connection,
  type CredentialKind,
  type Ports,
  type Provider,
} from '@trailhound/core';

type Environment = Readonly<Record<string, string | undefined>>;

/** The accounts that an environment describes, and what is wrong with those that it describes by half. */
export interface Accounts {
  readonly connections: readonly Connection[];
  readonly problems: readonly string[];
}

export interface AccountsOptions {
  readonly env: Environment;
  /** Only these providers. */
  readonly only?: readonly string[] | undefined;
  readonly ports: Ports;
  readonly userAgent: string;
}

/** Connects every provider that the environment configures. Which variables that takes, the providers declare. */
export function readAccounts({ env, only, ports, userAgent }: AccountsOptions): Accounts {
  const connections: Connection[] = [];
  const problems: string[] = [];
  for (const provider of Object.values<Provider>(providers)) {
    if (only !== undefined && !only.includes(provider.id)) continue;
    try {
      const account = readAccount(provider, env);
      if (account === undefined) continue;
      if (typeof account === 'string') problems.push(`${provider.label}: ${account}`);
      else connections.push(connect(provider, { ...account, userAgent }, ports));
    } catch (thrown) {
      if (!isAuditError(thrown)) throw thrown;
      problems.push(`${provider.label}: ${thrown.message}. ${thrown.hint}`);
    }
  }
  return { connections, problems };
}

interface Account {
  readonly site: string | undefined;
  readonly credential: { readonly kind: string; readonly values: Readonly<Record<string, string>> };
}

/** The account, what is missing of it, or undefined when nothing about the provider is set. */
function readAccount(provider: Provider, env: Environment): Account | string | undefined {
  const site = provider.site.env.map((name) => valueOf(env, name)).find((value) => value !== undefined);
  const ways = waysOf(provider).map((way) => fill(way, env));
  // The more of its variables are set, the likelier it is meant; of equals the recommended one comes first.
  const best = ways.toSorted((a, b) => a.missing.length - b.missing.length || b.set.length - a.set.length);
  const whole = best.find(({ missing, set }) => missing.length === 0 && set.length > 0);
  if (whole === undefined) {
    const begun = best.find(({ set }) => set.length > 0);
    if (begun !== undefined)
      return `${begun.missing.join(' and ')} ${are(begun.missing)} not set, but ${begun.set.join(' and ')} ${are(begun.set)}.`;
    return site === undefined ? undefined : `no credential is set. Set ${waysInWords(provider)}.`;
  }
  if (site === undefined && provider.site.default === undefined) return `${provider.site.env.join(' or ')} is not set.`;
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
export function waysOf({ credentials }: Provider): Way[] {
  return Object.entries(credentials).map(([kind, way]) => ({ kind, label: way.label, fields: fieldsOf(way) }));
}

function fieldsOf({ schema }: CredentialKind): Field[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { env, secret, description } = field.meta() as { env: string; secret: boolean; description: string };
    return { name, env, secret, description, required: !field.safeParse(undefined).success };
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

/** What to set for a provider, as a sentence says it. */
export function waysInWords(provider: Provider): string {
  const credentials = waysOf(provider).map(({ fields }) =>
    fields.flatMap((field) => (field.required ? [field.env] : [])).join(' + '),
  );
  const site = provider.site.default === undefined ? `${provider.site.env.at(-1)} with ` : '';
  return `${site}${credentials.join(', or ')}`;
}

/** Clients often pass what was left empty in their configuration as an empty text. */
function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim() ?? '';
  return value === '' || isPlaceholder(value) ? undefined : value;
}

/** Some clients pass `${NAME}` on when they know nothing to put there. */
export function isPlaceholder(value: string): boolean {
  return /^\$\{[^}]*\}$/.test(value);
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
