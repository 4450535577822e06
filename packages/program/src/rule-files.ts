import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AuditError, isAuditError } from '@trailhound/core';
import type { Document } from 'yaml';
import type { Roster, Suppression } from '@trailhound/core/findings';

/** Loaded when there is something to read, as most starts of a program have nothing to do with rules. */
const findings = () => import('@trailhound/core/findings');

const KINDS = new Set(['.yml', '.yaml', '.json']);
const LARGEST = 10_000_000;
const MOST_ALIASES = 100;

/** A document of a YAML file. */
type Parsed = Pick<Document.Parsed, 'errors'> & { readonly toJS: (options: { maxAliasCount: number }) => unknown };

/** Reads the rules in a folder, and in those inside. Refuses what cannot run, with the file. */
export async function readRuleFiles(folder: string): Promise<unknown[]> {
  const files = await Promise.all(
    filesIn(folder).map(async (file) => ({ file, documents: await readYaml(file, 'rules') })),
  );
  const documents = files.flatMap((one) => one.documents);
  const { compileRules, RULES } = await findings();
  try {
    compileRules([...RULES, ...documents]);
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    const culprit = files.find((one) => one.documents.some((document) => isNamed(document, thrown.message)));
    throw culprit === undefined ? thrown : wrong('rules', `${culprit.file}: ${thrown.message}`, thrown.hint);
  }
  return documents;
}

/** Reads a file of suppressions. */
export async function readSuppressions(file: string): Promise<Suppression[]> {
  const [list] = await readYaml(file, 'suppressions');
  const { parseSuppressions } = await findings();
  return inFile('suppressions', file, () => parseSuppressions(list));
}

/** Reads a roster: a list in JSON or YAML, or CSV with a line of titles. */
export async function readRoster(file: string): Promise<Roster> {
  const isTable = path.extname(file).toLowerCase() === '.csv';
  const [list] = isTable ? [rowsOf(readText(file, 'roster'), file)] : await readYaml(file, 'roster');
  const { parseRoster } = await findings();
  return inFile('roster', file, () => parseRoster(list));
}

const SEVERAL = new Set(['emails', 'ids']);

/** The rows of a CSV file as objects. Several addresses or ids are separated by semicolons. */
function rowsOf(text: string, file: string): Readonly<Record<string, unknown>>[] {
  const [titles = '', ...lines] = text.replace(/^\u{FEFF}/u, '').split(/\r?\n/);
  const names = cellsOf(titles).map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = cellsOf(line);
    if (cells.length !== names.length) {
      const message = `${file}, line ${index + 2}: ${cells.length} cells instead of ${names.length}`;
      throw wrong('roster', message, 'Put a comma between cells, and quotes around those with commas.');
    }
    const fields = names.map((name, at) => [name, valueIn(cells[at]?.trim() ?? '', name)] as const);
    return [Object.fromEntries(fields.filter(([, value]) => value !== undefined))];
  });
}

function valueIn(cell: string, name: string): unknown {
  if (cell === '') return undefined;
  return SEVERAL.has(name) ? cell.split(';').map((part) => part.trim()) : cell;
}

const CELL = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;

function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(CELL)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}

function inFile<T>(field: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw isAuditError(thrown) ? wrong(field, `${file}: ${thrown.message}`, thrown.hint) : thrown;
  }
}

function filesIn(folder: string): string[] {
  const names = orRefuse('rules', folder, () => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const files = names.filter((name) => KINDS.has(path.extname(name).toLowerCase())).toSorted();
  if (files.length > 0) return files.map((name) => path.join(folder, name));
  throw wrong('rules', `${folder} has no rules`, 'Put files there that end in .yml, .yaml or .json.');
}

/** All documents of a YAML file; JSON is YAML, too. */
async function readYaml(file: string, field: string): Promise<unknown[]> {
  const { parseAllDocuments } = await import('yaml');
  const text = readText(file, field);
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.map((document) =>
    valueOf({ errors: document.errors, toJS: (how) => document.toJS(how) as unknown }, file, field),
  );
}

function readText(file: string, field: string): string {
  return orRefuse(field, file, () => {
    if (statSync(file).size > LARGEST) throw wrong(field, `${file} is larger than 10 MB`, 'Split it.');
    return readFileSync(file, 'utf8');
  });
}

function valueOf({ errors, toJS }: Parsed, file: string, field: string): unknown {
  const [error] = errors;
  if (error !== undefined) {
    const what = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
    const hint = 'Check indentation, colons and quotes there.';
    throw wrong(field, `${file}, line ${error.linePos?.[0].line}: ${what}`, hint);
  }
  try {
    return toJS({ maxAliasCount: MOST_ALIASES });
  } catch (thrown) {
    throw wrong(field, `${file}: ${(thrown as Error).message}`, 'Write the values out instead of using aliases.');
  }
}

function orRefuse<T>(field: string, place: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (isAuditError(thrown)) throw thrown;
    const { code = 'failed' } = thrown as NodeJS.ErrnoException;
    throw wrong(field, `${place} cannot be read (${code})`, 'Check the path, and that you may read it.');
  }
}

/** Whether a refusal, `rule NAME: …`, is about a document. */
function isNamed(document: unknown, message: string): boolean {
  const { name, id, title } = (document ?? {}) as Readonly<Record<string, unknown>>;
  return [name, id, title].some((one) => typeof one === 'string' && one !== '' && message.includes(`${one}: `));
}

function wrong(field: string, message: string, hint: string): AuditError {
  return new AuditError({ code: 'invalid_query', field, message: `--${field}: ${message}`, hint });
}
