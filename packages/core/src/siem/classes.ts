/** The OCSF versions that events can be written in, newest first. */
export const OCSF_VERSIONS = ['1.9.0', '1.8.0'] as const;
export type OcsfVersion = (typeof OCSF_VERSIONS)[number];

/** An OCSF class, with the numbers of the activities that we use. */
export interface OcsfClass {
  readonly uid: number;
  readonly caption: string;
  readonly activities: Readonly<Record<number, string>>;
}

/** Any activity that the class has no number for; `activity_name` says what it was. */
export const OTHER_ACTIVITY = 99;

/** HTTP methods that have an activity of their own. */
const METHODS = {
  1: 'Connect',
  2: 'Delete',
  3: 'Get',
  4: 'Head',
  5: 'Options',
  6: 'Post',
  7: 'Put',
  8: 'Trace',
  9: 'Patch',
} as const;

/** The classes that we use. The category is the first digit of the number. */
export const CLASSES = {
  account_change: {
    uid: 3001,
    caption: 'Account Change',
    activities: { 1: 'Create', 2: 'Enable', 5: 'Disable', 6: 'Delete' },
  },
  authentication: {
    uid: 3002,
    caption: 'Authentication',
    activities: { 1: 'Logon', 2: 'Logoff', 7: 'Account Switch' },
  },
  entity_management: {
    uid: 3004,
    caption: 'Entity Management',
    activities: { 1: 'Create', 3: 'Update', 4: 'Delete', 8: 'Enable', 9: 'Disable' },
  },
  group_management: { uid: 3006, caption: 'Group Management', activities: { 5: 'Delete', 6: 'Create', 9: 'Update' } },
  user_management: {
    uid: 3007,
    caption: 'User Management',
    activities: { 1: 'Create', 2: 'Update', 3: 'Delete', 4: 'Enable', 5: 'Disable', 16: 'Assign Roles' },
  },
  role_management: { uid: 3008, caption: 'Role Management', activities: { 1: 'Create', 2: 'Update', 3: 'Delete' } },
  http_activity: { uid: 4002, caption: 'HTTP Activity', activities: METHODS },
  web_resources_activity: {
    uid: 6001,
    caption: 'Web Resources Activity',
    activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete', 7: 'Export', 8: 'Share' },
  },
} as const satisfies Record<string, OcsfClass>;

export type ClassName = keyof typeof CLASSES;

/** The activity of an HTTP method; 99 for a method that has none. */
export function methodActivity(method: string | undefined): number {
  const [number] = Object.entries(METHODS).find(([, name]) => name.toUpperCase() === method) ?? [OTHER_ACTIVITY];
  return Number(number);
}
