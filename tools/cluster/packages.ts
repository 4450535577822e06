import { execFileSync } from 'node:child_process';
import { existsSync, globSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const WANTED = ['clickhouse-server', 'zookeeper', 'default-jre-headless'];

/** What cannot be had is no fault of the rehearsal: it is told in a sentence. */
export class Unavailable extends Error {}

/** Debian's packages, unpacked into a folder of ours: nothing is installed, and nothing needs root. */
export function unpacked(folder: string): string {
  if (existsSync(folder)) return folder;
  const partial = `${folder}-partial`;
  rmSync(partial, { recursive: true, force: true });
  const debs = path.join(partial, 'debs');
  mkdirSync(debs, { recursive: true });
  apt(['download', ...missing()], debs);
  for (const deb of globSync('*.deb', { cwd: debs })) execFileSync('dpkg', ['-x', path.join(debs, deb), partial]);
  rmSync(debs, { recursive: true });
  relink(partial, folder);
  // The folder has its name only when it is complete.
  renameSync(partial, folder);
  return folder;
}

/** Java looks for its settings in the system's /etc, where they are only once it is installed. */
function relink(partial: string, folder: string): void {
  for (const file of globSync('usr/lib/jvm/**/*', { cwd: partial })) {
    const link = path.join(partial, file);
    if (!lstatSync(link).isSymbolicLink() || !readlinkSync(link).startsWith('/etc/')) continue;
    const target = path.join(folder, readlinkSync(link));
    rmSync(link);
    symlinkSync(target, link);
  }
}

/** What an installation would add to this machine. */
function missing(): string[] {
  const plan = apt(['install', '--simulate', '--no-install-recommends', ...WANTED], '.');
  return [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
}

function apt(args: readonly string[], cwd: string): string {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    return execFileSync('apt-get', ['--quiet', ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (thrown) {
    const { code, stderr = '' } = thrown as { readonly code?: string; readonly stderr?: string };
    if (code === 'ENOENT') throw new Unavailable('This needs Debian: there is no apt-get here.');
    const said = /^E: (.*?)\.?$/m.exec(stderr)?.[1] ?? 'apt-get failed';
    throw new Unavailable(`Debian's packages ${WANTED.join(', ')} cannot be had here: ${said}.`);
  }
}
