import { expect, test } from 'vitest';
import { auditEventJsonSchema, gongCatalogueEntryJsonSchema } from '../src/json-schema.ts';

test('the JSON Schema of an event names every field and allows no other', () => {
  expect(auditEventJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    required: [
      'uid',
      'provider',
      'tenant',
      'log',
      'time',
      'actor',
      'verb',
      'action',
      'category',
      'changes',
      'message',
      'flags',
    ],
  });
});

test("the JSON Schema of the catalogue's entry has its ten fields, none of them required", () => {
  const schema = gongCatalogueEntryJsonSchema() as { properties: object; required?: string[] };
  expect(Object.keys(schema.properties)).toEqual([
    'id',
    'logType',
    'timestamp',
    'userId',
    'userEmail',
    'action',
    'resourceType',
    'resourceId',
    'details',
    'ipAddress',
  ]);
  expect(schema.required).toBeUndefined();
});
