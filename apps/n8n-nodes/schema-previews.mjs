import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { providers } from '@trailhound/core';
import { SIMPLIFIED } from './nodes/AuditLogs/simplified.mts';

// What n8n's editor shows of an operation's output before the first run, and offers for dragging into expressions.

const text = { type: 'string' };
const number = { type: 'integer' };
const flag = { type: 'boolean' };
const listOf = (items) => ({ type: 'array', items });
const object = (properties = {}) => ({ type: 'object', properties });

const query = object({ since: text, until: text, logs: listOf(text) });
const coverage = listOf(
  object({
    provider: text,
    log: text,
    complete: flag,
    gaps: listOf(object({ from: text, to: text, reason: text, hint: text })),
  }),
);

const target = object({ type: text, id: text, name: text });

const simplified = Object.fromEntries(SIMPLIFIED.map((name) => [name, text]));

const OUTPUTS = {
  export: { fileName: text, format: text, events: number, complete: flag, query, coverage },
  get: simplified,
  getAll: simplified,
  risks: {
    id: text,
    rule: text,
    version: number,
    level: text,
    title: text,
    why: text,
    who: listOf(text),
    first: text,
    last: text,
    count: number,
    evidence: listOf(text),
    attack: object({ version: text, techniques: listOf(text) }),
    state: text,
    next: text,
    caveat: text,
  },
  requestExport: { requested: flag, provider: text, log: text, since: text, until: text, notices: listOf(text) },
  summarize: {
    query,
    total: number,
    counted: text,
    first: text,
    last: text,
    groups: listOf(
      object({ by: text, top: listOf(object({ value: text, count: number })), distinct: number, error: number }),
    ),
    histogram: object({ bucket: text, timeZone: text, counts: listOf(object({ from: text, count: number })) }),
    complete: flag,
    coverage,
  },
  trace: {
    from: text,
    to: text,
    count: number,
    provider: text,
    log: text,
    verb: text,
    action: text,
    target,
    targets: listOf(target),
    message: text,
    ips: listOf(text),
    remarks: listOf(text),
    uids: listOf(text),
  },
};

/** Writes one preview for every resource and operation to a folder. */
export function writeSchemaPreviews(folder) {
  const mailing = Object.values(providers).filter(({ operations }) => operations.includes('export'));
  for (const resource of [...Object.keys(providers), 'all']) {
    const isMailing = mailing.some(({ id }) => id === resource);
    mkdirSync(path.join(folder, resource), { recursive: true });
    for (const [operation, properties] of Object.entries(OUTPUTS)) {
      if (operation === 'requestExport' && !isMailing) continue;
      const schema = { type: 'object', properties, version: 1 };
      writeFileSync(path.join(folder, resource, `${operation}.json`), `${JSON.stringify(schema, null, 2)}\n`);
    }
  }
}
