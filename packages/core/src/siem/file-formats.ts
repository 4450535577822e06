import { csv } from '../format/csv.ts';
import type { Events } from '../format/lines.ts';
import { ndjson } from '../format/ndjson.ts';
import type { OcsfVersion } from './classes.ts';
import { ecs, hec, ocsf } from './lines.ts';

/** What to include of each event. OCSF, ECS and Splunk's envelope always name the account. */
export interface FileChoice {
  readonly fields?: readonly string[] | undefined;
  readonly raw?: boolean | undefined;
  readonly tenant?: boolean | undefined;
  /** Whether CSV starts with a byte order mark. */
  readonly bom?: boolean | undefined;
  /** The version of OCSF, also inside Splunk's envelope. */
  readonly ocsfVersion?: OcsfVersion | undefined;
}

/** A file format for events. */
export interface FileFormat {
  readonly label: string;
  readonly says: string;
  readonly extension: string;
  readonly mimeType: string;
  readonly text: (events: Events, choice: FileChoice) => AsyncIterable<string>;
}

const LINES = 'application/x-ndjson';

/** The file formats for events, the default first. */
export const FILE_FORMATS = {
  ndjson: {
    label: 'NDJSON',
    says: 'One JSON object per line',
    extension: 'ndjson',
    mimeType: LINES,
    text: (events, { fields, raw }) => ndjson(events, { fields, raw }),
  },
  csv: {
    label: 'CSV',
    says: 'A table for Excel, in which no cell runs as a formula',
    extension: 'csv',
    mimeType: 'text/csv',
    text: csv,
  },
  ocsf: {
    label: 'OCSF',
    says: 'One OCSF event per line, for data lakes and SIEMs',
    extension: 'ocsf.ndjson',
    mimeType: LINES,
    text: (events, { raw, ocsfVersion: version }) => ocsf(events, { raw, version }),
  },
  ecs: {
    label: 'ECS',
    says: 'One document of the Elastic Common Schema per line',
    extension: 'ecs.ndjson',
    mimeType: LINES,
    text: (events, { raw }) => ecs(events, { raw }),
  },
  hec: {
    label: 'Splunk HEC',
    says: "One event of Splunk's HTTP Event Collector per line, around the OCSF event",
    extension: 'hec.ndjson',
    mimeType: LINES,
    text: (events, { raw, ocsfVersion: version }) => hec(events, { raw, version }),
  },
} as const satisfies Readonly<Record<string, FileFormat>>;

/** The name of a file format. */
export type FileFormatName = keyof typeof FILE_FORMATS;

/** The names of the file formats, to choose from. */
export const FILE_FORMAT_NAMES = Object.keys(FILE_FORMATS) as [FileFormatName, ...FileFormatName[]];
