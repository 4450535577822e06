import { setFlagsFromString } from 'node:v8';

// zod reads this once, before the first schema is made: `config` of zod itself would come too late in a bundle. A run checks
// each of its schemas a few times at most; compiling a function for each would cost the start more than it saves later.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// What a page leaves behind dies young, but V8 lets the space for it grow before it looks. The process is ours alone, so
// that space may be told to grow in small steps: an export of any length then takes about a third less memory.
setFlagsFromString('--semi-space-growth-factor=1');
