import { redact } from '@trailhound/core';

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

export type Fields = Readonly<Record<string, unknown>>;
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>;

export interface LogOptions {
  readonly level: Level;
  readonly format: 'text' | 'json';
  readonly write: (line: string) => void;
}

/** Writes lines for stderr. Redacts them, because an error may contain anything. */
export function createLog({ level, format, write }: LogOptions): Log {
  const most = LEVELS.indexOf(level);
  function logger(own: Level): Log[Level] {
    if (LEVELS.indexOf(own) > most) return () => undefined;
    return (message, fields = {}) => {
      const time = new Date().toISOString();
      const clean = redact<{ message: string }>({ message, ...fields });
      write(visible(format === 'json' ? JSON.stringify({ time, level: own, ...clean }) : toText(time, own, clean)));
    };
  }
  return { error: logger('error'), warn: logger('warn'), info: logger('info'), debug: logger('debug') };
}

function toText(time: string, level: Level, { message, ...fields }: { message: string }): string {
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${time} ${level} ${message}${pairs.join('')}`;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** On one line, and nothing in it that moves a cursor or turns the rest round: JSON escapes only some of these. */
function visible(line: string): string {
  return line.replace(UNSEEN, (character) =>
    character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
