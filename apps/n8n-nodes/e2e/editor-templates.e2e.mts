import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { providers } from '@trailhound/core';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './editor/browser.mts';
import { importFile, nodesOnCanvas, openPanel } from './editor/canvas.mts';
import { fill, newCredential, save, saved } from './editor/credential-dialog.mts';
import { openEditor, type Editor } from './editor/editor.mts';
import { addByAction, openCreator, search } from './editor/node-creator.mts';
import { choose, closePanel, credentials, labels, shown } from './editor/node-panel.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import type { Workflow } from './workflows.mts';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'n8n-workflows');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const TEMPLATES = globSync('*.json', { cwd: FOLDER }).map((file) => {
  const { nodes } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Workflow;
  const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-trailhound.'));
  return { file, nodes: nodes.filter(({ type }) => type !== STICKY_NOTE), ours };
});

const everyLabel = Object.values(providers).map(({ label }) => `${label} Credential`);

/** The credentials that a template's node has to ask for, all of them missing. */
function missing(resource: unknown): Record<string, string> {
  const of = Object.values(providers).find(({ id }) => id === resource);
  const asked = of === undefined ? everyLabel : [`${of.label} Credential`];
  return Object.fromEntries(asked.map((label) => [label, '']));
}

let simulator: Simulator;
let instance: Instance;
let server: Server;
let editor: Editor;

describe.skipIf(CHROMIUM === undefined)('In the editor', () => {
  beforeAll(async () => {
    simulator = await startSimulator({ events: 50, from: Date.now() - 86_400_000, to: Date.now(), vendors: ['ashby'] });
    instance = createInstance();
    server = await instance.start();
    editor = await openEditor(server.url);
  });
  afterEach(({ task }) => editor.picture(`templates ${task.name}`));
  afterAll(async () => {
    await editor?.close();
    await server?.stop();
    instance?.remove();
    await simulator?.close();
  });

  describe.each(TEMPLATES)('the template $file', ({ file, nodes, ours }) => {
    beforeAll(async () => {
      await editor.openNewWorkflow();
      await importFile(editor.page, path.join(FOLDER, file));
    });

    test(`${file} is imported with all its nodes, and ours ask for credentials`, async () => {
      const incomplete = Object.fromEntries(ours.map(({ name }) => [name, true]));
      const names = nodes.map(({ name }) => name).toSorted();
      await expect.poll(async () => Object.keys(await nodesOnCanvas(editor.page)).toSorted()).toEqual(names);
      await expect.poll(() => nodesOnCanvas(editor.page)).toMatchObject(incomplete);
    });

    test.each(ours)(`${file} shows which credentials $name misses`, async ({ name, parameters }) => {
      await openPanel(editor.page, name);
      expect(await credentials(editor.page)).toEqual(missing(parameters['resource']));
      await editor.picture(`templates ${file} ${name}`);
      await closePanel(editor.page);
    });
  });

  test('a template shows which credentials are missing beside the one that n8n has filled in', async () => {
    await editor.openNewWorkflow();
    await addByAction(editor.page, 'Get many events from Ashby');
    await newCredential(editor.page, 'Ashby Credential');
    await fill(editor.page, { site: simulator.baseUrl('ashby'), ...simulator.credentials('ashby')['api_key'] });
    await save(editor.page);
    await saved(editor.page);
    await editor.openNewWorkflow();
    await importFile(editor.page, path.join(FOLDER, 'daily-digest.json'));
    await expect.poll(() => nodesOnCanvas(editor.page)).toMatchObject({ 'Audit Logs': true });
    await openPanel(editor.page, 'Audit Logs');
    const { 'Ashby Credential': filled, ...others } = await credentials(editor.page);
    expect(filled).toBe('Ashby Audit Logs account');
    expect(others).toEqual({ 'Gong Credential': '', 'Zendesk Credential': '' });
    await choose(editor.page, 'resource', 'Ashby');
    await closePanel(editor.page);
    await expect.poll(() => nodesOnCanvas(editor.page)).toMatchObject({ 'Audit Logs': false });
  });

  test('an agent gets the node as a tool', async () => {
    await editor.openNewWorkflow();
    await openCreator(editor.page);
    await (await search(editor.page, 'AI Agent', 'AI Agent')).click();
    await editor.page.getByTestId('add-subnode-ai_tool-0').click();
    await (await search(editor.page, 'audit', 'Audit Logs Tool')).click();
    await editor.page.getByTestId('parameter-input-resource').waitFor();
    await editor.picture('templates tool');
    expect(await shown(editor.page, 'operation')).toBe('Get Many');
    expect(await labels(editor.page)).toEqual(expect.arrayContaining(['Tool Description', 'Resource', 'Operation']));
  });
});
