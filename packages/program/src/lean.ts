import { setFlagsFromString } from 'node:v8';

// Must run before the first schema is created, because zod reads this only once; in a bundle, its own `config` would
// come too late. Each schema is used only a few times per run, so compiling a function for it (JIT) would cost more
// than it saves.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// Pages become garbage quickly, but V8 lets the young generation grow before it collects. Since this process is ours
// alone, make it grow in small steps: an export of any length then takes about a third less memory.
setFlagsFromString('--semi-space-growth-factor=1');
