export { accountNames, onePerProduct } from './account-names.ts';
export { readAccounts, waysInWords, waysOf } from './accounts.ts';
export { isOnServer, openOnServer, placeInWords } from './archive-server.ts';
export { minuteOf, nameOfHeld } from './archive-words.ts';
export { archiveFolder, noArchive, openArchiveOf, type OpenArchive } from './archive.ts';
export {
  checkOptions,
  fromEnvironment,
  kebab,
  OPTION_NAMES,
  readWords,
  refuseNodesOption,
  variableOf,
  type Given,
} from './command-line.ts';
export { withEnvFile } from './env-file.ts';
export { fetchEvent, showingIds } from './fetch-event.ts';
export { isReadByOthers } from './file-mode.ts';
export { growInSmallSteps } from './growth.ts';
export { camel, compact, snake, withKeys, type JsonObject } from './json.ts';
export { openMemoryOf, type OpenMemory } from './memory.ts';
export { notConnected } from './not-connected.ts';
export { writeNewFolder } from './new-folder.ts';
export { openAccounts, type OpenAccounts } from './open-accounts.ts';
export { accountList, atCommas, choice, flag, inDigits, int, list, placeholderOf, text } from './option-kinds.ts';
export { describeLog, describeSources } from './sources.ts';
export { stateFolder } from './state-folder.ts';
export { readTeam, type Team } from './team.ts';
export { TEAM } from './team-options.ts';
export { writeEvents, writeFormatted, type Written } from './write-events.ts';
export { writeSplit, type SplitFile } from './write-split.ts';
