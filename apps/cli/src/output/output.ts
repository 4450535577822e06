import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a command prints, and what that place can show. */
export interface Output {
  /** Prints lines to stdout, and gives back when they are out. Ends the command where nobody reads any more. */
  readonly print: (lines: readonly string[]) => Promise<void>;
  /** Says something about the answer on stderr. */
  readonly say: (line: string) => void;
  /** Whether a person looks at stdout. */
  readonly isTerminal: boolean;
  readonly width: number;
  /** The text in a colour where colours are welcome. */
  readonly styled: (style: Style, text: string) => string;
  /** Shows how far something is, on a line that the next one replaces; the empty text takes it away. */
  readonly progress: ((line: string) => void) | undefined;
}

/** Thrown where the program behind the pipe has ended, such as `head`: there is nobody to answer, and nothing is wrong. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

const USUAL_WIDTH = 80;

/** The terminal or the pipe that this process was started with. */
export function processOutput(env: NodeJS.ProcessEnv): Output {
  const { stdout, stderr } = process;
  // Whoever waits for a write is told by its callback; without this the process would end with a stack.
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
