import * as z from 'zod';

const Id = z.union([z.string(), z.number()]).nullish();
const Text = z.string().nullish();

/** NOTES: entries. Zendesk guarantees none of the fields, so none is required; additional fields are kept. */
export const AuditLogEntry = z.looseObject({
  id: Id.describe('Unique id of the entry'),
  created_at: Text.describe('When it happened, ISO 8601, UTC, whole seconds'),
  action: Text.describe('create, update, destroy, exported, login and more'),
  action_label: Text.describe('The action in the language of the caller'),
  actor_id: Id.describe('Id of the user or system that acted'),
  actor_name: Text.describe('Name of the user or system that acted'),
  source_type: Text.describe('Kind of the item, such as user or rule'),
  source_id: Id.describe('Id of the item'),
  source_label: Text.describe('Name of the item'),
  change_description: Text.describe('What changed, in words, one change per line'),
  ip_address: Text.describe('Address of the actor'),
});
