import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { between, WRITTEN } from './written/index.ts';

const ROOT = path.join(import.meta.dirname, '..');
const RENEW = 'npx pnpm docs:write';

test.each(WRITTEN)('%s has a table of %s that matches the code', (file, marker, make) => {
  const [, , found = ''] = between(marker).exec(readFileSync(path.join(ROOT, file), 'utf8')) ?? [];
  expect(squeeze(found), RENEW).toBe(squeeze(make()));
});

/** Removes what the formatter adds. */
function squeeze(table: string): string {
  return table.trim().replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
}
