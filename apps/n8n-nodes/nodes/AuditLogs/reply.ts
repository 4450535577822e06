import { besides, isComplete, NOTICE, type Found } from '@trailhound/core/reply';
import type { IDataObject } from 'n8n-workflow';
import type { Hint } from './operations/operation.ts';
import { PANEL } from './panel-words.ts';

/** The common parts of an answer: hints above the output for people, members of the answer for agents. */
export interface Reply {
  readonly hints: readonly Hint[];
  readonly forAgent: (body: IDataObject) => IDataObject;
}

/** Throws if nothing could be read. */
export function replyTo(found: Found): Reply {
  const { query, coverage } = found;
  const { orders, missing, ending, empty, alsoSearched, samePeople, undone } = besides(found, PANEL);
  const alike = alsoSearched.length === 0 ? [] : [`Also searched for ${alsoSearched.join(', ')}.`];
  const told = [...samePeople, ...undone].map((text) => `${text}.`);
  return {
    hints: [
      ...missing.map((message): Hint => ({ message: `Partial result: ${message}`, type: 'warning' })),
      ...[...ending, ...alike, ...told, ...empty].map((message): Hint => ({ message, type: 'info' })),
    ],
    forAgent: (body) => ({
      notice: NOTICE,
      ...body,
      complete: isComplete(coverage),
      ...said('warnings', [...orders, ...missing, ...ending]),
      ...said('hints', [...alike, ...told, ...empty]),
      query,
    }),
  };
}

function said(name: string, texts: readonly string[]): IDataObject {
  return texts.length === 0 ? {} : { [name]: [...texts] };
}
