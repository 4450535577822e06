// Makes pages that become garbage when they are no longer young, and prints how large the heap was at most, in megabytes.
import { growInSmallSteps } from '../src/growth.ts';

if (process.argv[2] === 'small') growInSmallSteps();
const recent: object[][] = [];
let most = 0;
for (let page = 0; page < 20_000; page += 1) {
  recent[page % 400] = Array.from({ length: 100 }, (_, entry) => ({ page, entry, name: `${page} ${entry}` }));
  most = Math.max(most, process.memoryUsage().heapTotal);
}
process.stdout.write(String(most / 1024 / 1024));
