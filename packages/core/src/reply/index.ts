/** What everybody who answers a person or an assistant says alike. */
export { actorLabel, labelOf } from '../label.ts';
export { endingCredentials, isComplete, missingFrom, requireAnswer, troubleError } from './coverage.ts';
export { whyEmpty } from './empty.ts';
export { counted, inBlocks } from './file.ts';
export { asSaid, harmless, NOTICE } from './harmless.ts';
export { findProvider, inSentence, productLabel, PROPERTIES, type Logs, type Words } from './words.ts';
