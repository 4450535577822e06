import * as z from 'zod';

/** NOTES: ids are long. */
const Id = z.union([z.string(), z.number()]).nullish();
const Text = z.string().nullish();
const Amount = z.union([z.number(), z.string()]).nullish();

function entry<T extends z.ZodType>(logRecord: T) {
  return z.looseObject({
    userId: Id.describe("Gong's id of the user"),
    userEmailAddress: Text.describe("The user's e-mail address"),
    userFullName: Text.describe("The user's name"),
    impersonatorUserId: Id.describe('Gong id of who acted as the user'),
    impersonatorEmailAddress: Text.describe('E-mail address of who acted as the user'),
    impersonatorFullName: Text.describe('Name of who acted as the user'),
    impersonatorCompanyId: Id.describe('Gong id of the company of who acted as the user'),
    eventTime: z.string().describe('When the entry was made, with zone'),
    logRecord: logRecord.describe('What happened; differs by log type'),
  });
}

/** A web request of a signed-in user. */
export const AccessEntry = entry(
  z.looseObject({
    method: Text,
    requested_url: Text,
    requested_uri: Text,
    status: Amount,
    request_headers: z.looseObject({ 'x-forwarded-for': Text, 'user-agent': Text }).nullish(),
    response_headers: z.looseObject({ 'x-traceid': Text }).nullish(),
    mdc: z.looseObject({ xtid: Text }).nullish(),
  }),
);

const Column = z.looseObject({ columnName: Text });
const Row = z.looseObject({
  primaryKeyColumns: z.array(Column.extend({ columnValue: z.unknown() })).nullish(),
  columnChanges: z.array(Column.extend({ oldValue: z.unknown(), newValue: z.unknown() })).nullish(),
});

/** A sensitive operation, with the request that caused it and the rows it changed. */
export const ActivityEntry = entry(
  z.looseObject({
    auditId: Id,
    action: Text,
    workspaceId: Id,
    httpRequest: z.looseObject({ verb: Text, endpointUri: Text, clientIp: Text }).nullish(),
    tableChanges: z.array(z.looseObject({ tableName: Text, rowChanges: z.array(Row).nullish() })).nullish(),
    customData: z.array(z.looseObject({ key: Text, values: z.array(z.unknown()).nullish() })).nullish(),
  }),
);

/** Somebody played a segment of a call. */
export const PlayEntry = entry(
  z.looseObject({
    call_id: Id,
    time_based_secure_sharing_id: Id,
    video_player_instance_id: Id,
    sequence_num: Amount,
    device: Text,
    start_time: Amount,
    end_time: Amount,
    offline: z.boolean().nullish(),
    live: z.boolean().nullish(),
  }),
);

/** Somebody opened the page of an externally shared call. */
export const SharedAccessEntry = entry(
  z.looseObject({ call_id: Id, time_based_secure_sharing_id: Id, page_viewer_ip: Text }),
);

/** An entry of a log type that Gong has added since. */
export const OtherEntry = entry(z.looseObject({}));

/** NOTES: the catalogue shape. The format of an entry according to a third-party API catalogue. */
export const GongCatalogueEntry = z
  .looseObject({
    id: z.string().optional().describe('Tells the entry from all others'),
    logType: z.string().optional().describe('To which log the entry belongs'),
    timestamp: z.iso.datetime({ offset: true }).optional().describe('When it happened'),
    userId: z.string().optional().describe("Gong's id of who did it, if somebody did"),
    userEmail: z.email().optional().describe('E-mail address of who did it'),
    action: z.string().optional().describe('What was done'),
    resourceType: z.string().optional().describe('What kind of thing it was done to'),
    resourceId: z.string().optional().describe('Which thing it was done to'),
    details: z.record(z.string(), z.string()).optional().describe('What else there is to say, as named texts'),
    ipAddress: z.string().optional().describe('From which IP address'),
  })
  .meta({ title: 'AuditLogEntry' });
