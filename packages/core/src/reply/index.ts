// A line here is public API, for those who answer a person or an assistant: what our server and our n8n node share.
export { actorLabel, labelOf } from '../label.ts';
export { endingCredentials, isComplete, missingFrom, requireAnswer, troubleError } from './coverage.ts';
export { whyEmpty } from './empty.ts';
export { counted, inBlocks } from './file.ts';
export { asSaid, harmless, NOTICE } from './harmless.ts';
export { findProvider, inSentence, inWords, productLabel, PROPERTIES, type Logs, type Words } from './words.ts';
export { FLAGS, targetsOf, VERBS, type Flag } from '../event.ts';
export { ERROR_CODES, invalid } from '../errors.ts';
export { parseInput, suggest } from '../refuse.ts';
export { columns } from '../format/columns.ts';
export { hasHidden, plain } from '../guard/text.ts';
export { DIMENSIONS, type Dimension, type Group } from '../questions/summarize.ts';
export type { TraceLine } from '../questions/trace.ts';
export type { Checkup } from '../questions/check.ts';
export type { DescribedQuery } from '../reading/query.ts';
export type { Gap } from '../reading/gap.ts';
export { troublesOf } from '../reading/trouble.ts';
export type { WindowInput } from '../window.ts';
