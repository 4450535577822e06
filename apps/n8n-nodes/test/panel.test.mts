import { providers, type Provider } from '@trailhound/core';
import {
  NodeHelpers,
  Workflow,
  type INode,
  type INodeParameters,
  type INodeProperties,
  type INodePropertyOptions,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import { titleCase } from '../nodes/AuditLogs/fields/wording.ts';
import { ACCESS, accessParameter } from '../nodes/AuditLogs/host/access.ts';
import { CREDENTIALS } from './fake-n8n.mts';

// What n8n's editor makes of our descriptions.

const NODE_TYPES: readonly INodeType[] = [new AuditLogs(), new AuditLogsTrigger()];
const NODES = NODE_TYPES.map(({ description }) => [description.displayName, description] as const);
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

  test('no field is mistaken for the choice of authentication', () => {
    expect(authenticationFields(description)).toEqual([]);
    expect(description.properties.some(({ name }) => name === 'authentication')).toBe(false);
  });

  test.each(IDS)('%s alone requires only the chosen credential', (resource) => {
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

  test('several products default to all products', () => {
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

describe('Labels', () => {
  const descriptions = NODES.map(([, description]) => description);
  const everyField = [...descriptions, ...Object.values(CREDENTIALS)].flatMap(({ properties }) => nested(properties));

  test('every label is in Title Case', () => {
    const labels = everyField.filter(({ type }) => type !== 'notice').map(({ displayName }) => displayName);
    expect(labels.filter((label) => label !== titleCase(label))).toEqual([]);
    expect(labels).toEqual(expect.arrayContaining(['Access Key Secret', 'E-Mail Address', 'Zendesk Subdomain']));
  });

  test('the labels of log types are, too', () => {
    const logs = everyField.find(({ name }) => name === 'gongLogs')?.options ?? [];
    expect(logs.map((option) => (option as INodePropertyOptions).name)).toContain('Access Log');
  });

  test.each([
    [{ resource: 'zendesk', operation: 'getAll' }, 'Zendesk: Get Many', 'Zendesk'],
    [{ resource: 'all', operation: 'trace' }, 'Several Products: Trace Actor', 'Several Products'],
  ])('the subtitle is derived from %j', (parameters, action, trigger) => {
    const subtitles = NODE_TYPES.map((type) => subtitleOf(type, parameters));
    expect(subtitles).toEqual([action, trigger]);
  });

  test('both nodes have a one-line description that names every product', () => {
    for (const { description } of descriptions) {
      expect(description.length).toBeLessThan(80);
      for (const { label } of PROVIDERS) expect(description).toContain(label);
    }
  });
});

describe('The panel explains things in the right place:', () => {
  const [action, trigger] = NODE_TYPES.map(({ description }) => description);
  const fieldOf = (description: INodeTypeDescription | undefined, name: string): INodeProperties | undefined =>
    description?.properties.find((field) => field.name === name);

  test('the recommended way to authenticate is the default', () => {
    for (const description of [action, trigger]) {
      const ways = ['gong', 'zendesk'].map((id) => fieldOf(description, accessParameter(id))?.default);
      expect(ways).toEqual(['oAuth2', 'oAuth2']);
    }
  });

  test('the formats of a window are below the field', () => {
    expect(fieldOf(action, 'since')?.hint).toMatch(/24h, 7d.*yesterday.*2026-01-31/);
  });

  test('the number of events per poll is explained below its field, which is not an option', () => {
    expect(fieldOf(trigger, 'maxEvents')?.hint).toContain('the next poll');
  });

  test("the address of Gong's OAuth is left empty", () => {
    const site = CREDENTIALS['gongAuditLogsOAuth2Api']?.properties.find(({ name }) => name === 'site');
    expect(site).toMatchObject({ placeholder: expect.stringMatching(/^Leave empty/), required: false, default: '' });
  });

  test('the trigger says what it waits for, and what it does once published', () => {
    expect(trigger?.eventTriggerDescription).toContain('new in the audit logs');
    expect(trigger?.activationMessage).toContain('every new event');
  });
});

/** The fields, with those inside of collections. */
function nested(properties: readonly INodeProperties[]): INodeProperties[] {
  return properties.flatMap((field) =>
    field.type === 'collection' ? [field, ...nested((field.options ?? []) as INodeProperties[])] : [field],
  );
}

function subtitleOf(type: INodeType, parameters: INodeParameters): unknown {
  const { name, subtitle } = type.description;
  const node: INode = { id: name, name, type: name, typeVersion: 1, position: [0, 0], parameters };
  const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
  const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
  return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

describe('Options', () => {
  const [action, trigger] = NODE_TYPES.map(({ description }) => description) as [
    INodeTypeDescription,
    INodeTypeDescription,
  ];
  const filterOf = (collection: string, filter: string): INodeProperties | undefined =>
    nested(action.properties.filter(({ name }) => name === collection)).find(({ name }) => name === filter);
  const valuesOf = (field: INodeProperties | undefined): unknown[] =>
    field?.options?.map((option) => (option as INodePropertyOptions).value) ?? [];

  test('are offered where the provider knows the values, and an expression may use others', () => {
    const { zendesk, ashby } = providers;
    const lists = [
      [filterOf('zendeskFilters', 'action'), zendesk.vocabulary.actions],
      [filterOf('zendeskFilters', 'sourceType'), zendesk.vocabulary.targets],
      [filterOf('ashbyFilters', 'categories'), ashby.vocabulary.actions],
      [filterOf('ashbyFilters', 'targetTypes'), ashby.vocabulary.targets],
    ] as const;
    for (const [field, words] of lists) {
      expect(valuesOf(field)).toEqual(words.toSorted());
      expect(field?.noDataExpression).not.toBe(true);
      expect(field?.description).toContain('expression');
    }
  });

  test('for an actor can be picked or typed', () => {
    const fields = [filterOf('filters', 'actor'), action.properties.find(({ name }) => name === 'actor')];
    for (const field of fields) {
      expect(field?.modes?.map(({ name, type }) => [name, type])).toEqual([
        ['name', 'string'],
        ['list', 'list'],
      ]);
    }
  });

  test('that an agent cannot use are hidden from it', () => {
    const output = action.properties.find(({ name }) => name === 'output') as INodeProperties;
    const shownTo = (name: string): boolean =>
      NodeHelpers.displayParameter({ operation: 'getAll' }, output, null, { ...action, name });
    expect([shownTo('auditLogs'), shownTo('auditLogsTool')]).toEqual([true, false]);
  });

  test('for the version of OCSF are shown where OCSF is written', () => {
    const isShown = (type: INodeTypeDescription, given: INodeParameters): boolean =>
      type.properties
        .filter(({ name }) => name === 'ocsfVersion')
        .some((field) => NodeHelpers.displayParameter(given, field, null, type));
    for (const choice of ['ocsf', 'hec', 'ecs', 'ndjson', 'simplified']) {
      const isOcsf = choice === 'ocsf' || choice === 'hec';
      expect(isShown(action, { operation: 'getAll', output: choice }), choice).toBe(isOcsf);
      expect(isShown(action, { operation: 'export', format: choice }), choice).toBe(isOcsf);
      expect(isShown(trigger, { output: choice }), choice).toBe(isOcsf);
    }
  });

  test('with a side effect or a cost are explained where they are set', () => {
    const notices = (description: INodeTypeDescription, given: INodeParameters): string[] =>
      description.properties
        .filter((field) => field.type === 'notice' && NodeHelpers.displayParameter(given, field, null, description))
        .map(({ displayName }) => displayName);
    expect(notices(action, { resource: 'zendesk', operation: 'requestExport' })).toEqual([
      expect.stringContaining('sends an e-mail'),
    ]);
    expect(notices(action, { resource: 'zendesk', operation: 'getAll' })).toEqual([]);
    const quota = [expect.stringMatching(/Gong every minute takes at least 5,760 of the 10,000 requests/)];
    expect(notices(trigger, { resource: 'gong' })).toEqual(quota);
    expect(notices(trigger, { resource: 'all', products: IDS })).toEqual(quota);
    expect(notices(trigger, { resource: 'all', products: ['ashby'] })).toEqual([]);
  });
});
