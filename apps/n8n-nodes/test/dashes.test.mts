import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { AuditLogsTrigger } from '../nodes/AuditLogs/AuditLogsTrigger.node.ts';
import { CREDENTIALS } from './fake-n8n.mts';

const ROOT = path.join(import.meta.dirname, '../../..');
const GUIDES = globSync(['docs/n8n.md', 'docs/n8n-workflows/*', 'apps/n8n-nodes/README.md'], { cwd: ROOT });
const PANELS = [new AuditLogs().description, new AuditLogsTrigger().description, ...Object.values(CREDENTIALS)];

/** Breaks off a sentence, unlike the hyphen in a word and the dash in a range of numbers. */
const DASH = /—|\s(?:–|--?)\s/;

/** All texts in an object, however deep, except code. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('=') ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test.each(PANELS.map((panel) => [panel.displayName, panel] as const))(
  'no text in the panel of %s uses a dash as a sentence break',
  (_, panel) => {
    expect(texts(panel).length).toBeGreaterThan(5);
    expect(texts(panel).filter((text) => DASH.test(text))).toEqual([]);
  },
);

test.each(GUIDES)('%s uses no dash as a sentence break', (guide) => {
  const lines = readFileSync(path.join(ROOT, guide), 'utf8')
    .replaceAll(/```[\s\S]*?```/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:-|\|[\s|:-]+\|$)/, ''));
  expect(lines.filter((line) => DASH.test(line))).toEqual([]);
});

test.each(['a — b', 'a—b', 'a – b', 'a - b', 'a -- b'])('%j is a dash as a sentence break', (text) => {
  expect(DASH.test(text)).toBe(true);
});

test.each(['e-mail', '10–20', '2026-01-31', '--since'])('%j is not', (text) => {
  expect(DASH.test(text)).toBe(false);
});
