import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { run } from './command.ts';
import type { Tarball } from './tarball.ts';

const ATTW = path.join(fileURLToPath(import.meta.resolve('@arethetypeswrong/cli/package.json')), '../dist/index.js');

/** The problems that publint finds in the tarballs. */
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

/** The tarballs that are imported, which need types. The others are started. */
export function withTypes(tarballs: readonly Tarball[]): Tarball[] {
  return tarballs.filter(({ manifest }) => manifest.exports !== undefined && '.' in manifest.exports);
}

/** Checks with attw that TypeScript finds the types as Node finds the code. Throws the problems. */
export async function checkTypes(tarballs: readonly Tarball[]): Promise<void> {
  // The packages are ESM only, which attw would report otherwise.
  for (const { file } of withTypes(tarballs))
    await run('node', [ATTW, file, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']);
}
