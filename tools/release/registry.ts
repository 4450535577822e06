import { run } from './command.ts';

/** Whether the npm registry has this version. Throws if the registry cannot be reached. */
export async function isPublished(name: string, version: string): Promise<boolean> {
  try {
    return (await run('npm', ['view', `${name}@${version}`, 'version'])).trim() !== '';
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.includes('E404')) return false;
    throw thrown;
  }
}
