import { homedir } from 'node:os';
import path from 'node:path';

/** Where programs of this user keep persistent state. */
export function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'trailhound');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'trailhound');
  return path.join(env['XDG_STATE_HOME'] ?? path.join(home, '.local', 'state'), 'trailhound');
}
