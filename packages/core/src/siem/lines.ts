import { jsonLine, linesOf, type Events } from '../format/lines.ts';
import { toEcs, type EcsChoice } from './ecs.ts';
import { toHec } from './hec.ts';
import { toOcsf, type OcsfChoice } from './ocsf.ts';

/** One OCSF event per line. */
export function ocsf(events: Events, choice: OcsfChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toOcsf(event, choice)));
}

/** One Elastic Common Schema document per line. */
export function ecs(events: Events, choice: EcsChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toEcs(event, choice)));
}

/** One Splunk HTTP Event Collector event per line. */
export function hec(events: Events, choice: OcsfChoice = {}): AsyncGenerator<string> {
  return linesOf(events, (event) => jsonLine(toHec(event, choice)));
}
