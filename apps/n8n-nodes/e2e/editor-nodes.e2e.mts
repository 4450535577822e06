import {
  NodeHelpers,
  type INode,
  type INodeProperties,
  type INodePropertyOptions,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import { CHROMIUM } from './editor/browser.mts';
import { openEditor, type Editor } from './editor/editor.mts';
import { addByAction, addTrigger, openCreator, search } from './editor/node-creator.mts';
import { choose, labels, notices, offered, shown } from './editor/node-panel.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';

const { description } = new AuditLogs();
const { description: triggerDescription } = new AuditLogsTrigger();

const RESOURCES = optionsOf(description.properties.find(({ name }) => name === 'resource'));

/** Every action that the node announces, with what it has to choose. */
const ACTIONS = description.properties
  .filter(({ name }) => name === 'operation')
  .flatMap((operation) => {
    const resource = RESOURCES.find(({ value }) => value === operation.displayOptions?.show?.['resource']?.[0]);
    return optionsOf(operation).map(({ name, value, action = '' }) => ({ action, resource, operation: name, value }));
  });

function optionsOf(property: INodeProperties | undefined): INodePropertyOptions[] {
  return (property?.options ?? []) as INodePropertyOptions[];
}

/** What the description promises to show for these choices. */
function shownWith(described: INodeTypeDescription, chosen: Record<string, string>): INodeProperties[] {
  const node = { typeVersion: 1, parameters: chosen } as unknown as INode;
  const values = NodeHelpers.getNodeParameters(described.properties, chosen, true, false, node, described) ?? {};
  return described.properties.filter((one) => NodeHelpers.displayParameter(values, one, node, described));
}

const namesOf = (properties: readonly INodeProperties[]): string[] => properties.map(({ displayName }) => displayName);
const isNotice = ({ type }: INodeProperties): boolean => type === 'notice';

let instance: Instance;
let server: Server;
let editor: Editor;

describe.skipIf(CHROMIUM === undefined)('In the editor', () => {
  beforeAll(async () => {
    instance = createInstance();
    server = await instance.start();
    editor = await openEditor(server.url);
  });
  afterEach(({ task }) => editor.picture(`nodes ${task.name}`));
  afterAll(async () => {
    await editor?.close();
    await server?.stop();
    instance?.remove();
  });

  describe('a search for', () => {
    beforeAll(async () => {
      await editor.openNewWorkflow();
      await openCreator(editor.page);
    });

    test.each(['audit log', 'gong', 'zendesk', 'ashby', 'siem', 'security', 'compliance', 'impersonation'])(
      '%s finds the node',
      async (words) => {
        const found = await search(editor.page, words, 'Audit Logs');
        expect(await found.isVisible()).toBe(true);
      },
    );
  });

  describe('the action', () => {
    beforeAll(() => editor.openNewWorkflow());

    test.each(ACTIONS)('"$action" adds the node with what it says', async ({ action, resource, operation, value }) => {
      await addByAction(editor.page, action);
      expect(await shown(editor.page, 'resource')).toBe(resource?.name);
      expect(await shown(editor.page, 'operation')).toBe(operation);
      const chosen = { resource: String(resource?.value), operation: String(value) };
      const properties = shownWith(description, chosen);
      expect(await labels(editor.page)).toEqual(namesOf(properties.filter((one) => !isNotice(one))));
      expect(await notices(editor.page)).toEqual(namesOf(properties.filter(isNotice)));
    });
  });

  describe('a collection', () => {
    const several = { resource: 'all', operation: 'getAll' };
    const collections = shownWith(description, several).filter(({ type }) => type === 'collection');
    beforeAll(async () => {
      await editor.openNewWorkflow();
      await addByAction(editor.page, 'Get many events from several products');
    });

    test.each(collections)('$displayName offers its fields', async ({ displayName, options = [] }) => {
      const names = namesOf(options as INodeProperties[]);
      expect(await offered(editor.page, displayName)).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    });
  });

  describe('the trigger', () => {
    beforeAll(async () => {
      await editor.openNewWorkflow();
      await addTrigger(editor.page);
    });

    test.each(RESOURCES)('for $name shows its fields', async ({ name, value }) => {
      await choose(editor.page, 'resource', name);
      const properties = shownWith(triggerDescription, { resource: String(value) });
      const fields = namesOf(properties.filter((one) => !isNotice(one)));
      expect(await labels(editor.page)).toEqual(['Poll Times', 'Mode', ...fields]);
      expect(await notices(editor.page)).toEqual(namesOf(properties.filter(isNotice)));
    });
  });
});
