import type { Document } from 'yaml';
import { readText, wrong, type OptionFile, type FromFile } from './text-file.ts';

const MOST_ALIASES = 100;

/** All documents of a YAML file; JSON is YAML, too. */
export async function readYaml(named: OptionFile): Promise<FromFile[]> {
  const { isSeq, LineCounter, parseAllDocuments } = await import('yaml');
  const lineCounter = new LineCounter();
  const lineAt = (node: unknown): number => {
    const { range } = (node ?? {}) as { readonly range?: readonly number[] };
    return lineCounter.linePos(range?.[0] ?? 0).line;
  };
  const documents = parseAllDocuments(readText(named), { lineCounter });
  if ('empty' in documents) return [];
  return documents.map((document) => {
    const { contents } = document;
    const items: readonly unknown[] = isSeq(contents) ? contents.items : [];
    return { value: valueOf(document, named), line: lineAt(contents), lineOf: (index) => lineAt(items[index]) };
  });
}

function valueOf(document: Document.Parsed, { file, field }: OptionFile): unknown {
  const [error] = document.errors;
  if (error !== undefined) {
    const what = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
    const hint = 'Check indentation, colons and quotes there.';
    throw wrong(field, `${file}, line ${error.linePos?.[0].line}: ${what}`, hint);
  }
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (thrown) {
    throw wrong(field, `${file}: ${(thrown as Error).message}`, 'Write the values out instead of using aliases.');
  }
}
