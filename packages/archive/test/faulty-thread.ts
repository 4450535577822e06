import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { serveArchive } from '../src/index.ts';

const { folder } = workerData as { readonly folder: string };
const has = (name: string): boolean => existsSync(join(folder, name));

// A file in the folder says what is wrong with the thread: it dies, or it never answers.
if (has('dies')) throw new Error('out of memory');
if (has('silent')) setInterval(() => undefined, 1000);
else serveArchive();
