import { providers, type Provider } from '@trailhound/core';
import manifest from '../package.json' with { type: 'json' };
import { kebab, placeholderOf, variableOf, waysOf } from '@trailhound/program';
import { Options } from '../src/options.ts';

/** An environment variable that configures an account. */
export interface Variable {
  readonly name: string;
  readonly provider: string;
  readonly title: string;
  readonly description: string;
  readonly secret: boolean;
}

/** Every variable that configures an account, each once, as the providers declare them. */
export function variables(): Variable[] {
  const all = Object.values<Provider>(providers).flatMap((provider) => [
    ...sitesOf(provider),
    ...credentialsOf(provider),
  ]);
  return [...new Map(all.map((variable) => [variable.name, variable])).values()];
}

function sitesOf({ label: provider, site }: Provider): Variable[] {
  return site.env.map((name) => ({
    name,
    provider,
    title: `${provider}: ${site.label}`,
    description: site.help,
    secret: false,
  }));
}

function credentialsOf(provider: Provider): Variable[] {
  const titles = Object.values(provider.credentials).flatMap(({ schema }) =>
    Object.entries(schema.shape).map(([name, field]) => [name, (field.meta() as { title: string }).title] as const),
  );
  const titleOf = new Map(titles);
  return waysOf(provider).flatMap(({ fields }) =>
    fields.map(({ name, env, secret, description }) => ({
      name: env,
      provider: provider.label,
      title: `${provider.label}: ${titleOf.get(name) ?? name}`,
      description,
      secret,
    })),
  );
}

/** The variables of additional accounts have names that only the operator knows; this variable lists them. */
function furtherAccounts(): Pick<Variable, 'name' | 'description' | 'secret'> {
  return { name: variableOf('accounts'), description: Options.shape.accounts.description ?? '', secret: false };
}

/** The server.json for the MCP registry. */
export function serverJson(): object {
  const { mcpName, version, description, name, repository } = manifest;
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title: 'Trailhound',
    description,
    version,
    repository: {
      url: repository.url.replace(/^git\+/, '').replace(/\.git$/, ''),
      source: 'github',
      subfolder: repository.directory,
    },
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        transport: { type: 'stdio' },
        environmentVariables: [...variables(), furtherAccounts()].map(
          ({ name: variable, description: help, secret }) => ({
            name: variable,
            description: help,
            isRequired: false,
            isSecret: secret,
          }),
        ),
      },
    ],
  };
}

/** The manifest of the Claude Desktop bundle. No setting is required, because one account is enough. */
export function mcpbManifest(): object {
  const { version, description, license, homepage, keywords, engines, repository } = manifest;
  return {
    manifest_version: '0.3',
    name: 'trailhound',
    display_name: 'Trailhound',
    version,
    description,
    author: { name: 'Trailhound contributors', url: 'https://github.com/trailhound/trailhound' },
    repository: { type: 'git', url: repository.url.replace(/^git\+/, '') },
    homepage,
    license,
    keywords,
    privacy_policies: Object.values<Provider>(providers).flatMap(({ privacyPolicy = [] }) => privacyPolicy),
    compatibility: { runtimes: { node: engines.node } },
    server: {
      type: 'node',
      entry_point: ENTRY,
      mcp_config: { command: 'node', args: [`\${__dirname}/${ENTRY}`], env: userEnvironment() },
    },
    tools_generated: true,
    prompts_generated: true,
    user_config: userConfig(),
  };
}

const ENTRY = 'dist/trailhound-mcp.js';

function userEnvironment(): Record<string, string> {
  const accounts = variables().map(({ name }) => [name, `\${user_config.${name.toLowerCase()}}`]);
  return { ...Object.fromEntries(accounts), TRAILHOUND_DEMO: '${user_config.demo}' } as Record<string, string>;
}

function userConfig(): object {
  const demo = { title: 'Demo', description: 'Use simulated vendors instead of accounts' };
  const accounts = variables().map(({ name, title, description, secret }) => [
    name.toLowerCase(),
    { type: 'string', title, description, required: false, sensitive: secret, default: '' },
  ]);
  return { demo: { type: 'boolean', ...demo, default: false, required: false }, ...Object.fromEntries(accounts) };
}

/** The README's table of account variables. */
export function variablesTable(): string {
  const rows = Object.values<Provider>(providers).flatMap((provider) => {
    const site = provider.site.env.map((name) => `\`${name}\``).join(' or ');
    const needed = provider.site.default === undefined ? '' : ` (optional, else ${provider.site.default})`;
    return waysOf(provider).map(({ label, fields }) => {
      const own = fields.map(({ env, required }) => `\`${env}\`${required ? '' : ' (optional)'}`).join(' + ');
      return [provider.label, label, own, `${site}${needed}`];
    });
  });
  return table(['product', 'authentication', 'variables', 'where the account is'], rows);
}

/** The README's table of options. */
export function optionsTable(): string {
  const rows = Object.entries(Options.shape).map(([name, schema]) => {
    const placeholder = placeholderOf(schema);
    const flag = `--${kebab(name)}${placeholder === undefined ? '' : ` <${placeholder.replaceAll('|', '\\|')}>`}`;
    return [`\`${flag}\``, `\`${variableOf(name)}\``, schema.description ?? ''];
  });
  return table(['option', 'variable', 'what it does'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
