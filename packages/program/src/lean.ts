// Must run before the first schema is created, because zod reads this only once; in a bundle, its own `config` would
// come too late. Each schema is used only a few times per run, so compiling a function for it (JIT) would cost more
// than it saves.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
