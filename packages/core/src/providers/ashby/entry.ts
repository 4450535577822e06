import * as z from 'zod';

const Id = z.union([z.string().min(1), z.number()]);
const Words = z.string().nullish();

/** An entry of auditLog.list. Ashby may add values and fields at any time (NOTES: entry). */
export const AuditLogEntry = z.looseObject({
  id: Id.describe('Id of the entry'),
  timestamp: z.iso.datetime({ offset: true }).describe('When it happened'),
  category: z.string().min(1).describe('What was done, such as JobStatusChanged'),
  actor: z
    .looseObject({
      type: Words.describe('User, ApiUser, Automation, Support, Other or a newer value'),
      id: Id.nullish(),
      email: Words,
      name: Words,
    })
    .nullish()
    .describe('Who did it'),
  target: z
    .looseObject({ type: Words.describe('Such as job or app_user'), id: Id.nullish() })
    .nullish()
    .describe('What it was done to'),
  description: Words.describe('A sentence for a person'),
  request: z.looseObject({ id: Id.nullish(), ipAddress: Words }).nullish().describe('The request that caused it'),
  changedFields: z.unknown().optional().describe('What changed; Ashby does not publish its shape'),
});
