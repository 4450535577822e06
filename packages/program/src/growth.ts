import { setFlagsFromString } from 'node:v8';

/**
 * Makes the heap grow in small steps, and the old generation be collected whenever it has doubled. Pages become garbage
 * quickly, but V8 lets the heap grow to many times what is in use first. Since this process is ours alone, an export of
 * any length takes less than half the memory, for a tenth more processor time.
 */
export function growInSmallSteps(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=100');
}
