import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FILE_FORMAT_NAMES } from '@trailhound/core/siem';
import type { HttpResponse } from '@trailhound/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf, serviceWith } from './one-vendor.ts';
import { START, world, type World } from './world.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'trailhound-export-')), 'exports');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

async function exporting(more: Parameters<typeof world>[0] = {}): Promise<World> {
  return world({ ...more, options: { exportDir: folder, allowZendeskExport: true, ...more.options } });
}

interface Exported {
  readonly file: string;
  readonly uri: string;
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly complete: boolean;
}

describe('export_audit_logs', () => {
  test('is not offered unless a folder is given', async () => {
    const { client } = await world();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).filter((name) => name.includes('export'))).toEqual([]);
  });

  test.each(FILE_FORMAT_NAMES)('writes every event of the window as %s, and says what it wrote', async (format) => {
    const { client, simulator } = await exporting({ simulator: { events: 400 } });
    const args = { format, since: '7d', providers: ['zendesk', 'ashby'] };
    const result = await client.callTool({ name: 'export_audit_logs', arguments: args });
    const said = result.structuredContent as Exported;
    expect(readdirSync(folder)).toEqual([said.file]);
    const text = readFileSync(path.join(folder, said.file), 'utf8');
    const lines = text
      .trim()
      .split(/\r?\n/)
      .slice(format === 'csv' ? 1 : 0);
    const range = { from: START - 7 * 86_400_000, to: START };
    const truth = (['zendesk', 'ashby'] as const).reduce((sum, vendor) => {
      const log = vendor === 'zendesk' ? 'audit_logs' : 'audit_log';
      return sum + simulator.truth({ vendor, log, ...range }).count;
    }, 0);
    expect(lines).toHaveLength(truth);
    expect(said).toMatchObject({ events: truth, complete: true, bytes: Buffer.byteLength(text) });
    expect(said.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(result.content[1]).toMatchObject({ type: 'resource_link', uri: said.uri, size: said.bytes });
    if (process.platform !== 'win32') expect(statSync(path.join(folder, said.file)).mode & 0o777).toBe(0o600);
  });

  test('accepts no path from a model', async () => {
    const { client } = await exporting({ simulator: { events: 10 } });
    for (const name of ['path', 'file', 'directory', 'output']) {
      const wrong = await client.callTool({ name: 'export_audit_logs', arguments: { [name]: '/etc/passwd' } });
      expect(wrong.structuredContent).toMatchObject({ error: { code: 'invalid_query', field: name } });
    }
  });

  test('says what is missing when a vendor fails halfway', async () => {
    const { client, simulator } = await exporting({ simulator: { events: 300 } });
    simulator.set('zendesk', { failForever: true });
    const { structuredContent } = await client.callTool({ name: 'export_audit_logs', arguments: { since: '7d' } });
    const { complete, warnings } = structuredContent as { complete: boolean; warnings: string[] };
    expect(complete).toBe(false);
    expect(warnings).toEqual([expect.stringMatching(/zendesk\.audit_logs is missing from/)]);
  });

  test('fails if nothing could be read, and leaves no file that would pass for proof', async () => {
    const { client, simulator } = await exporting({ simulator: { events: 20 } });
    for (const vendor of simulator.vendors) simulator.set(vendor, { failForever: true });
    for (const name of ['query_audit_logs', 'export_audit_logs']) {
      const refused = await client.callTool({ name, arguments: { since: '2d' } });
      expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: 'unavailable' } } });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test('fails with a wrong key, as a query does', async () => {
    const wrong = (): HttpResponse => ({ status: 401, headers: {}, body: '{"success":false}' });
    const client = await clientOf(serviceWith(wrong, { exportDir: folder }).service);
    const refused = await client.callTool({ name: 'export_audit_logs', arguments: { since: '2d' } });
    expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: 'unauthorized' } } });
    expect(refused.content).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('explains why a file may be empty', async () => {
    const { client } = await exporting({ simulator: { events: 100 } });
    const args = { since: '7d', actor: 'nobody at all', providers: ['ashby'] };
    const { structuredContent } = await client.callTool({ name: 'export_audit_logs', arguments: args });
    const query = await client.callTool({ name: 'query_audit_logs', arguments: args });
    const { hints } = query.structuredContent as { hints: string[] };
    expect(hints).toContain('Nothing matched actor: drop or widen one of them.');
    expect(structuredContent).toMatchObject({ events: 0, hints });
    const full = await client.callTool({ name: 'export_audit_logs', arguments: { since: '7d' } });
    expect(full.structuredContent).not.toHaveProperty('hints');
  });

  test('leaves nothing behind when the question is wrong', async () => {
    const { client } = await exporting({ simulator: { events: 10 } });
    const wrong = await client.callTool({ name: 'export_audit_logs', arguments: { since: 'soon' } });
    expect(wrong.isError).toBe(true);
    expect(() => readdirSync(folder)).toThrow(/ENOENT/);
  });
});

describe('request_zendesk_audit_export', () => {
  test('asks Zendesk once, with filters, and says where the file is sent', async () => {
    const { client, simulator } = await exporting({ simulator: { events: 10 } });
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'request_zendesk_audit_export')?.annotations?.readOnlyHint).toBe(false);
    const before = simulator.stats('zendesk').requests;
    const args = { since: '7d', source_type: 'user' };
    const { structuredContent } = await client.callTool({ name: 'request_zendesk_audit_export', arguments: args });
    expect(simulator.stats('zendesk').requests).toBe(before + 1);
    expect(structuredContent).toMatchObject({ requested: true, notices: [expect.stringMatching(/e-mails the CSV/)] });
  });
});
