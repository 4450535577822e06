import { statSync } from 'node:fs';

const GROUP_OR_OTHERS_READ = 0o044;

/** Whether other users of this machine can read a file. File modes mean nothing on Windows. */
export function isReadByOthers(file: string, platform: NodeJS.Platform = process.platform): boolean {
  const found = statSync(file);
  return platform !== 'win32' && found.isFile() && (found.mode & GROUP_OR_OTHERS_READ) !== 0;
}
