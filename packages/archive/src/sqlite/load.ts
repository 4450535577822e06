type Sqlite = typeof import('node:sqlite');

const EXPERIMENTAL = /SQLite is an experimental feature/;

/** Loads node:sqlite without the ExperimentalWarning that older versions of Node print to stderr. */
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
