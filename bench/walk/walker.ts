import { measured, type Taken } from '../measured.ts';
import type { Target } from '../vendors/facts.ts';
import { CONTESTANTS, type Contestant } from './contestants.ts';

/** The cost of one walk. */
export interface Walked extends Taken {
  readonly events: number;
}

const [contestant, target = ''] = process.argv.slice(2) as [Contestant, string?];
const { given: events, ...taken } = await measured(() => CONTESTANTS[contestant](JSON.parse(target) as Target));
const walked: Walked = { events, ...taken };
process.stdout.write(JSON.stringify(walked));
