import { serveArchive } from '../src/index.ts';

serveArchive();
