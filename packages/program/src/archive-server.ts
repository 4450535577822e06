import path from 'node:path';
import type { Archive } from '@trailhound/archive';
import { stateFolder } from './state-folder.ts';

/** Whether an archive is on a ClickHouse server, and not in a folder. */
export function isOnServer(named: string): boolean {
  return /^https?:\/\//i.test(named);
}

/** The place of an archive for people: without the user of a server, and without a password that somebody put there. */
export function placeInWords(place: string): string {
  return place.replace(/^(https?:\/\/)[^/]*@/i, '$1');
}

/** Deleting rewrites whole parts of a table before the server answers. */
const PATIENCE_MS = 300_000;

/** Opens an archive on a server. The password comes from the environment, which no list of processes shows. */
export async function openOnServer(
  url: string,
  env: NodeJS.ProcessEnv,
  { readOnly }: { readonly readOnly: boolean },
): Promise<Archive> {
  const [{ openServerArchive }, { nodePorts }] = await Promise.all([
    import('@trailhound/archive'),
    import('@trailhound/host'),
  ]);
  const ports = nodePorts({ timeoutMs: PATIENCE_MS });
  const { send } = ports;
  const password = env['CLICKHOUSE_PASSWORD'];
  const folder = path.join(stateFolder(env), 'archives');
  try {
    const archive = await openServerArchive(url, { send, password, folder, readOnly });
    return { ...archive, close: async () => ports.close() };
  } catch (thrown) {
    await ports.close();
    throw thrown;
  }
}
