import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AuditError, isAuditError } from '@trailhound/core';
import type { Document } from 'yaml';
import { compileRules, parseSuppressions, RULES, type Suppression } from '@trailhound/core/findings';

const KINDS = new Set(['.yml', '.yaml', '.json']);
const LARGEST = 1_000_000;
const MOST_ALIASES = 100;

/** A document of a YAML file. */
type Parsed = Pick<Document.Parsed, 'errors'> & { readonly toJS: (options: { maxAliasCount: number }) => unknown };

/** Reads the rules in a folder, and in those inside. Refuses what cannot run, with the file. */
export async function readRuleFiles(folder: string): Promise<unknown[]> {
  const files = await Promise.all(
    filesIn(folder).map(async (file) => ({ file, documents: await readYaml(file, 'rules') })),
  );
  const documents = files.flatMap((one) => one.documents);
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
  try {
    return parseSuppressions(list);
  } catch (thrown) {
    throw isAuditError(thrown) ? wrong('suppressions', `${file}: ${thrown.message}`, thrown.hint) : thrown;
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
  const text = orRefuse(field, file, () => {
    if (statSync(file).size > LARGEST) throw wrong(field, `${file} is larger than 1 MB`, 'Split it.');
    return readFileSync(file, 'utf8');
  });
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.map((document) =>
    valueOf({ errors: document.errors, toJS: (how) => document.toJS(how) as unknown }, file, field),
  );
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
