import manifest from '../package.json' with { type: 'json' };

/** Which program writes records. */
export const BY = `trailhound ${manifest.version}`;
