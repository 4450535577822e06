import * as z from 'zod';
import { AuditEvent } from './event.ts';
import { GongCatalogueEntry } from './providers/index.ts';

/** JSON Schema (2020-12) of an event. */
export function auditEventJsonSchema(): object {
  return z.toJSONSchema(AuditEvent);
}

/** JSON Schema of the entry that third-party catalogues describe for Gong. The real API sends another format. */
export function gongCatalogueEntryJsonSchema(): object {
  return z.toJSONSchema(GongCatalogueEntry);
}
