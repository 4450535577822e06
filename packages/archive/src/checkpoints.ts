import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTree, leafHash, parseNote, recordLine, signNote, type Tree } from '@trailhound/core/ledger';
import type { Archive } from './port.ts';

const FILE = 'checkpoints.txt';

/** The signed checkpoints beside an archive, one note each; none if there is no file. */
export function readCheckpoints(folder: string): string[] {
  return splitNotes(readText(path.join(folder, FILE)));
}

/** Splits a file of notes. Each note ends with its signatures. */
export function splitNotes(text: string): string[] {
  return text
    .split(/(?<=\n— [^\n]*\n)(?!— )/)
    .map((note) => note.replace(/^\n+/, ''))
    .filter((note) => note.trim() !== '');
}

/** Caches the tree of what was read of a ledger, because a long-running sync adds a few records to very many. */
const trees = new WeakMap<object, Tree>();

async function treeOf(archive: Archive): Promise<Tree> {
  const tree = trees.get(archive) ?? createTree();
  for await (const record of archive.records(tree.size() + 1)) tree.add(leafHash(recordLine(record)));
  trees.set(archive, tree);
  return tree;
}

/** Signs where the ledger stands, and appends it; the last one again where nothing has come since. */
export async function writeCheckpoint(archive: Archive, signingKey: string): Promise<string> {
  const tree = await treeOf(archive);
  const last = readCheckpoints(archive.folder).at(-1);
  if (last !== undefined && parseNote(last)?.size === tree.size()) return last;
  const note = signNote({ origin: originOf(archive), size: tree.size(), root: tree.root() }, signingKey);
  appendFileSync(path.join(archive.folder, FILE), note, { mode: 0o600 });
  return note;
}

/** The name of an archive in signed notes. */
export function originOf({ id }: Pick<Archive, 'id'>): string {
  return `trailhound/${id}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw thrown;
  }
}
