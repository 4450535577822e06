import { readFileSync, statSync } from 'node:fs';
import { AuditError, isAuditError } from '@trailhound/core';

const LARGEST = 10_000_000;

/** A file that an option names. */
export interface OptionFile {
  readonly file: string;
  /** The option. */
  readonly field: string;
}

/** Something that was read from a file, and where it stands there. */
export interface FromFile {
  readonly value: unknown;
  readonly line: number;
  /** The line of an item, if it is a list. */
  readonly lineOf: (index: number) => number;
}

export function readText({ file, field }: OptionFile): string {
  return orRefuse(field, file, () => {
    if (statSync(file).size > LARGEST) throw wrong(field, `${file} is larger than 10 MB`, 'Split it.');
    return readFileSync(file, 'utf8');
  });
}

/** Says which file could not be read. */
export function orRefuse<T>(field: string, place: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (isAuditError(thrown)) throw thrown;
    const { code = 'failed' } = thrown as NodeJS.ErrnoException;
    throw wrong(field, `${place} cannot be read (${code})`, 'Check the path, and that you may read it.');
  }
}

/** Says where something stands that was refused, such as `roster.3.left_at`. */
export function inFile<T>({ file, field }: OptionFile, { line, lineOf }: FromFile, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    const item = Number(thrown.fault.field?.split('.')[1]);
    throw wrong(field, `${file}, line ${item > 0 ? lineOf(item - 1) : line}: ${thrown.message}`, thrown.hint);
  }
}

export function wrong(field: string, message: string, hint: string): AuditError {
  return new AuditError({ code: 'invalid_query', field, message: `--${field}: ${message}`, hint });
}
