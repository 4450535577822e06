type Sqlite = typeof import('node:sqlite');

const EXPERIMENTAL = /SQLite is an experimental feature/;

/** Node's SQLite. Older versions of Node warn of it on stderr, which is not theirs where a protocol uses it: that one message is left out. */
export function loadSqlite(): Sqlite {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!EXPERIMENTAL.test(String(warning))) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
