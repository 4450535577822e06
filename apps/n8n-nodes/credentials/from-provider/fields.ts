import type { Provider } from '@trailhound/core';
import type { INodeProperties } from 'n8n-workflow';
import { titleCase } from '../../nodes/AuditLogs/fields/wording.ts';

interface Meta {
  readonly title?: string;
  readonly description?: string;
  readonly secret?: boolean;
}

/** The fields of a credential: the site, and the fields of one authentication method, as the provider declares them. */
export function credentialFields(provider: Provider, kind: string): INodeProperties[] {
  const way = provider.credentials[kind];
  const fields = Object.entries(way?.schema.shape ?? {}).map(([name, schema]) => {
    const { title = name, description = '', secret = true } = schema.meta() as Meta;
    return secretField({ name, title, description, secret });
  });
  return [siteField(provider), ...fields, ...noticeOf(way?.warning?.text)];
}

/** The site field. Required if the provider has no default address. */
export function siteField({ site }: Provider): INodeProperties {
  return {
    displayName: titleCase(site.label),
    name: 'site',
    type: 'string',
    description: site.help,
    placeholder: site.default === undefined ? 'e.g. acme' : `e.g. ${site.default}`,
    default: site.default ?? '',
    required: site.default === undefined,
  };
}

interface SecretField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly secret: boolean;
}

function secretField({ name, title, description, secret }: SecretField): INodeProperties {
  return {
    displayName: titleCase(title),
    name,
    type: 'string',
    ...(secret ? { typeOptions: { password: true } } : {}),
    description,
    default: '',
    required: true,
  };
}

function noticeOf(warning: string | undefined): INodeProperties[] {
  return warning === undefined ? [] : [{ displayName: warning, name: 'notice', type: 'notice', default: '' }];
}

/** A field that n8n adds to every OAuth credential, and that none of ours needs. */
export const noBodyProperties: INodeProperties = {
  displayName: 'Send Additional Body Properties',
  name: 'sendAdditionalBodyProperties',
  type: 'hidden',
  default: false,
};
