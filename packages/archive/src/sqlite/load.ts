type Sqlite = typeof import('node:sqlite');

const EXPERIMENTAL = /SQLite is an experimental feature/;

/** Node's SQLite. Older versions of Node warn of it on stderr, which is not theirs where a protocol uses it: that one message is left out. */
export function loadSqlite(): Sqlite {
  const emitWarning: unknown = Reflect.get(process, 'emitWarning');
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!EXPERIMENTAL.test(String(warning))) Reflect.apply(emitWarning as () => void, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    Reflect.set(process, 'emitWarning', emitWarning);
  }
}
