import { jsonLine, linesOf, type Events } from '../format/lines.ts';
import { toEcs, type EcsChoice } from './ecs.ts';
import { toHec } from './hec.ts';
import { toOcsf, type OcsfChoice } from './ocsf.ts';

/** One OCSF event per line. */
export function ocsf(events: Events, choice: OcsfChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toOcsf(event, choice)));
}

/** One document of the Elastic Common Schema per line. */
export function ecs(events: Events, choice: EcsChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toEcs(event, choice)));
}

/** One event of Splunk's HTTP Event Collector per line. */
export function hec(events: Events, choice: OcsfChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toHec(event, choice)));
}
