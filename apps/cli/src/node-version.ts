const [LEAST_MAJOR, LEAST_MINOR] = [22, 19];

export function isOldNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < LEAST_MAJOR || (major === LEAST_MAJOR && minor < LEAST_MINOR);
}

export function needsNewerNode(version: string): string {
  return `trailhound: it needs Node ${LEAST_MAJOR}.${LEAST_MINOR} or newer, and this is ${version}. Install a newer one from nodejs.org.\n`;
}
