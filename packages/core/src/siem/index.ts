// Every export here is public API for programs that send audit events to a SIEM: OCSF, ECS and Splunk's envelope.
export { CLASSES, OCSF_VERSIONS, type ClassName, type OcsfVersion } from './classes.ts';
export { MAPPINGS, type Mapping } from './classify.ts';
export { findingToOcsf, type FindingChoice } from './detection-finding.ts';
export { toEcs, type EcsChoice } from './ecs.ts';
export {
  FILE_FORMATS,
  FILE_FORMAT_NAMES,
  type FileChoice,
  type FileFormat,
  type FileFormatName,
} from './file-formats.ts';
export { toHec } from './hec.ts';
export { ecs, hec, ocsf } from './lines.ts';
export { ocsfClassOf, toOcsf, type OcsfChoice } from './ocsf.ts';
