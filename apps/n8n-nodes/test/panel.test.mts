import { providers, type Provider } from '@trailhound/core';
import {
  NodeHelpers,
  type INode,
  type INodeParameters,
  type INodeProperties,
  type INodePropertyOptions,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import { ACCESS, accessParameter } from '../nodes/AuditLogs/host/access.ts';

// What n8n's editor makes of our descriptions.

const NODES: readonly [string, INodeTypeDescription][] = [
  ['Audit Logs', new AuditLogs().description],
  ['Audit Logs Trigger', new AuditLogsTrigger().description],
];
const PROVIDERS: readonly Provider[] = Object.values(providers);
const IDS = PROVIDERS.map(({ id }) => id);

/** The fields that n8n would take for the choice of authentication, and move into the dialog of the credential. */
function authenticationFields({ credentials = [], properties }: INodeTypeDescription): INodeProperties[] {
  const valuesUnderShow = (name: string): unknown[] =>
    credentials.flatMap(({ displayOptions }) => displayOptions?.show?.[name] ?? []);
  return properties.filter(({ name, options = [] }) => {
    const taken = valuesUnderShow(name);
    return taken.length > 0 && options.every((option) => taken.includes((option as INodePropertyOptions).value));
  });
}

/** The credential types that the editor shows for some parameters, and asks for. */
function shownCredentials(description: INodeTypeDescription, given: INodeParameters): string[] {
  const node = { typeVersion: 1, parameters: given } as INode;
  const all = NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description) ?? {};
  const shown = (description.credentials ?? []).filter((one) =>
    NodeHelpers.displayParameter(all, one, node, description),
  );
  for (const { required, displayName } of shown) expect([required, displayName]).toEqual([true, expect.any(String)]);
  return shown.map(({ name }) => name);
}

/** Every choice of authentication, with the credential types that it stands for. */
function waysOf(ids: readonly string[]): { given: INodeParameters; types: string[] }[] {
  return ids.reduce<{ given: INodeParameters; types: string[] }[]>(
    (before, id) =>
      before.flatMap(({ given, types }) =>
        Object.entries(ACCESS[id as keyof typeof ACCESS]).map(([way, { type }]) => ({
          given: { ...given, [accessParameter(id)]: way },
          types: [...types, type],
        })),
      ),
    [{ given: {}, types: [] }],
  );
}

const CHOICES = [['gong'], ['zendesk', 'ashby'], ['ashby'], IDS];

describe.each(NODES)('In the panel of %s', (_, description) => {
  const named = (name: string): INodeProperties[] => description.properties.filter((one) => one.name === name);

  test('no field is taken for the choice of authentication', () => {
    expect(authenticationFields(description)).toEqual([]);
    expect(description.properties.some(({ name }) => name === 'authentication')).toBe(false);
  });

  test.each(IDS)('%s alone asks for the one credential that is chosen', (resource) => {
    for (const { given, types } of waysOf([resource])) {
      expect(shownCredentials(description, { resource, ...given })).toEqual(types);
    }
  });

  test.each(CHOICES.map((products) => ({ products })))('$products ask for a credential each', ({ products }) => {
    for (const { given, types } of waysOf(products)) {
      const shown = shownCredentials(description, { resource: 'all', products, ...given });
      expect(shown.toSorted()).toEqual(types.toSorted());
    }
  });

  test('several products are all products, until somebody chooses', () => {
    expect(named('products')[0]?.default).toEqual(IDS);
    for (const { given, types } of waysOf(IDS)) {
      expect(shownCredentials(description, { resource: 'all', ...given }).toSorted()).toEqual(types.toSorted());
    }
  });

  test('every credential is named after its product', () => {
    for (const { id, label } of PROVIDERS) {
      const types = Object.values(ACCESS[id as keyof typeof ACCESS]).map(({ type }) => type);
      const shown = description.credentials?.filter(({ name }) => types.includes(name)) ?? [];
      expect(shown.map(({ displayName }) => displayName)).toEqual(types.map(() => `${label} Credential`));
    }
  });

  test('each resource has an operation field of its own', () => {
    for (const field of named('operation')) expect(field.displayOptions?.show?.['resource']).toHaveLength(1);
    const resources = named('operation').map((field) => field.displayOptions?.show?.['resource']?.[0]);
    expect(new Set(resources).size).toBe(resources.length);
  });
});

test('every action is named after its product, so that no two nodes get the same name', () => {
  const fields = new AuditLogs().description.properties.filter(({ name }) => name === 'operation');
  const actions = fields.flatMap(({ displayOptions, options = [] }) => {
    const resource = displayOptions?.show?.['resource']?.[0];
    const label = PROVIDERS.find(({ id }) => id === resource)?.label ?? 'several products';
    return options.map((option) => {
      const { action = '' } = option as INodePropertyOptions;
      expect(action).toContain(label);
      return action;
    });
  });
  expect(fields).toHaveLength(PROVIDERS.length + 1);
  expect(new Set(actions).size).toBe(actions.length);
});
