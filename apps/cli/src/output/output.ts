import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** The output of a command, and its capabilities. */
export interface Output {
  /** Prints lines to stdout, and waits until they are written. Throws `PipeClosed` if nobody reads anymore. */
  readonly print: (lines: readonly string[]) => Promise<void>;
  /** Prints a line about the answer to stderr. */
  readonly say: (line: string) => void;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  readonly width: number;
  /** Styles a text if colours are enabled. */
  readonly styled: (style: Style, text: string) => string;
  /** Shows progress on a line that the next call replaces; an empty text clears it. */
  readonly progress: ((line: string) => void) | undefined;
}

/** Thrown if the program behind the pipe has ended, such as `head`. That is no failure. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

const USUAL_WIDTH = 80;

/** The terminal or the pipe that this process was started with. */
export function processOutput(env: NodeJS.ProcessEnv): Output {
  const { stdout, stderr } = process;
  // Write errors are reported by callbacks; without a listener, they would crash the process too.
  stdout.on('error', () => undefined);
  stderr.on('error', () => undefined);
  const isTerminal = stdout.isTTY;
  const colours = isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return {
    print: async (lines) => {
      if (lines.length > 0) await write(stdout, `${lines.join('\n')}\n`);
    },
    say: (line) => void stderr.write(`${line}\n`),
    isTerminal,
    width: widthOf(stdout, env),
    styled: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    progress: stderr.isTTY && env['TERM'] !== 'dumb' ? replacingLine((text) => void stderr.write(text)) : undefined,
  };
}

const CLEAR_LINE = '\r\u{1B}[K';

function replacingLine(writeText: (text: string) => void): (line: string) => void {
  let shown = '';
  return (line) => {
    if (line !== shown) writeText(`${CLEAR_LINE}${line}`);
    shown = line;
  };
}

function widthOf({ columns }: NodeJS.WriteStream, env: NodeJS.ProcessEnv): number {
  if (columns > 0) return columns;
  const said = Number(env['COLUMNS']);
  return Number.isInteger(said) && said > 0 ? said : USUAL_WIDTH;
}

async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(text, (failed) => {
    if (failed === null || failed === undefined) resolve();
    else reject((failed as NodeJS.ErrnoException).code === 'EPIPE' ? new PipeClosed() : failed);
  });
  await promise;
}
