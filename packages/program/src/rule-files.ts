import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isAuditError } from '@trailhound/core';
import type { Roster, Suppression } from '@trailhound/core/findings';
import { readCsv } from './csv-file.ts';
import { inFile, orRefuse, wrong, type FromFile } from './text-file.ts';
import { readYaml } from './yaml-file.ts';

/** Loaded when there is something to read, as most starts of a program have nothing to do with rules. */
const findings = () => import('@trailhound/core/findings');

const KINDS = new Set(['.yml', '.yaml', '.json']);

/** Reads the rules in a folder, and in those inside. Refuses what cannot run, with the file and the line. */
export async function readRuleFiles(folder: string): Promise<unknown[]> {
  const files = await Promise.all(
    filesIn(folder).map(async (file) => ({ file, documents: await readYaml({ file, field: 'rules' }) })),
  );
  const documents = files.flatMap((one) => one.documents.map((document) => ({ file: one.file, ...document })));
  const values = documents.map(({ value }) => value);
  const { compileRules, RULES } = await findings();
  try {
    compileRules([...RULES, ...values]);
  } catch (thrown) {
    if (!isAuditError(thrown)) throw thrown;
    const culprit = documents.find(({ value }, index) => isAbout(thrown.message, value, RULES.length + index + 1));
    const place = culprit === undefined ? folder : `${culprit.file}, line ${culprit.line}`;
    throw wrong('rules', `${place}: ${thrown.message}`, thrown.hint);
  }
  return values;
}

/** Reads a file of suppressions. */
export async function readSuppressions(file: string): Promise<Suppression[]> {
  const named = { file, field: 'suppressions' };
  const [list = EMPTY] = await readYaml(named);
  const { parseSuppressions } = await findings();
  return inFile(named, list, () => parseSuppressions(list.value));
}

const EMPTY: FromFile = { value: undefined, line: 1, lineOf: () => 1 };
const SEVERAL = new Set(['emails', 'ids']);

/** Reads a roster: a list in JSON or YAML, or CSV with a line of titles. */
export async function readRoster(file: string): Promise<Roster> {
  const named = { file, field: 'roster' };
  const isTable = path.extname(file).toLowerCase() === '.csv';
  const [list = EMPTY] = isTable ? [readCsv(named, SEVERAL)] : await readYaml(named);
  const { parseRoster } = await findings();
  return inFile(named, list, () => parseRoster(list.value));
}

function filesIn(folder: string): string[] {
  const names = orRefuse('rules', folder, () => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const files = names.filter((name) => KINDS.has(path.extname(name).toLowerCase())).toSorted();
  if (files.length > 0) return files.map((name) => path.join(folder, name));
  throw wrong('rules', `${folder} has no rules`, 'Put files there that end in .yml, .yaml or .json.');
}

/** Whether a refusal, `rule NAME: …`, is about a document. Those without a name are called by their number. */
function isAbout(message: string, document: unknown, number: number): boolean {
  const { name, id, title } = (document ?? {}) as Readonly<Record<string, unknown>>;
  const names = [name, id, title, `number ${number}`];
  return names.some((one) => typeof one === 'string' && one !== '' && message.includes(`${one}: `));
}
