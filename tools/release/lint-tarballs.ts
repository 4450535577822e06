import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { run } from './command.ts';
import type { Tarball } from './tarball.ts';

const ATTW = path.join(fileURLToPath(import.meta.resolve('@arethetypeswrong/cli/package.json')), '../dist/index.js');

/** What publint finds wrong with the tarballs. */
export async function publintComplaints(tarballs: readonly Tarball[]): Promise<string[]> {
  const found = await Promise.all(
    tarballs.map(async ({ file, manifest }) => {
      const bytes = readFileSync(file);
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const { messages, pkg } = await publint({ pack: { tarball }, level: 'warning', strict: true });
      return messages.map((message) => `${manifest.name}: ${formatMessage(message, pkg) ?? message.code}`);
    }),
  );
  return found.flat();
}

/** The tarballs that are imported: their types have to be found. The others are started. */
export function withTypes(tarballs: readonly Tarball[]): Tarball[] {
  return tarballs.filter(({ manifest }) => manifest.exports !== undefined && '.' in manifest.exports);
}

/** Asks attw whether TypeScript finds the types as Node finds the code. Throws what is wrong. */
export async function checkTypes(tarballs: readonly Tarball[]): Promise<void> {
  // They are modules only, and say so; attw would call that a fault.
  for (const { file } of withTypes(tarballs))
    await run('node', [ATTW, file, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']);
}
