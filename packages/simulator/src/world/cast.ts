import { hex } from './chance.ts';
import { hourOf } from './rhythm.ts';

/** An employee of the fictional company, with the same name and address in every product. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly title: string;
  /** The person's usual IP address. */
  readonly ip: string;
  /** The hour, in UTC, at which the working day starts; it has nine hours. */
  readonly startsAt: number;
}

const PEOPLE = [
  ['Dana Doe', 'Account Executive'],
  ['Robin Roe', 'Recruiter'],
  ['Sam Sample', 'Head of IT'],
  ['Alex Example', 'Sales Manager'],
  ['Kim Placeholder', 'Support Lead'],
  ['Jo Bloggs', 'Revenue Operations'],
  ['Max Muster', 'Account Executive'],
  ['Lee Template', 'Hiring Manager'],
  ['Pat Pattern', 'Support Agent'],
  ['Chris Specimen', 'Security Engineer'],
  ['Toni Testcase', 'Account Executive'],
  ['Uma Usual', 'People Partner'],
  ['Vic Variable', 'Support Agent'],
  ['Wil Widget', 'Sales Engineer'],
  ['Yan Yardstick', 'Data Analyst'],
  ['Zoe Zero', 'Chief of Staff'],
  ['Bo Baseline', 'Support Agent'],
  ['Cleo Control', 'Compliance Officer'],
  ['Dee Default', 'Account Executive'],
  ['Eli Edge', 'Contractor'],
  ['Fay Fixture', 'Recruiter'],
  ['Gil Generic', 'Zendesk Administrator'],
  ['Hal Harness', 'Gong Administrator'],
  ['Ivy Instance', 'Ashby Administrator'],
  ['Jay Joint', 'Support Agent'],
] as const;

/** People in other time zones. */
const STARTS: ReadonlyMap<string, number> = new Map([
  ['Yan Yardstick', 23],
  ['Jay Joint', 23],
  ['Toni Testcase', 14],
  ['Max Muster', 15],
]);

function person(name: string, title: string, number: number): Person {
  return {
    name,
    title,
    email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
    ip: `192.0.2.${10 + number}`,
    startsAt: STARTS.get(name) ?? 7 + (number % 3),
  };
}

const EVERYBODY = PEOPLE.map(([name, title], number) => person(name, title, number));

/** All employees. */
export const CAST = EVERYBODY as [Person, ...Person[]];

const SHIFTS = Array.from({ length: 24 }, (_, hour) => CAST.filter(({ startsAt }) => (hour - startsAt + 24) % 24 < 9));

/** Who is usually at work at that time. */
export function atWork(time: number): readonly [Person, ...Person[]] {
  const [first = CAST[0], ...others] = SHIFTS[hourOf(time).hour] ?? [];
  return [first, ...others];
}

/** Finds an employee by first name, for the stories. */
export function called(first: string): Person {
  return CAST.find(({ name }) => name.startsWith(`${first} `)) ?? CAST[0];
}

/** People outside, who open what was shared with them. */
export const OUTSIDERS = [
  { name: 'Bo Buyer', email: 'bo.buyer@customer.example', ip: '198.51.100.20' },
  { name: 'Pru Prospect', email: 'pru.prospect@customer.example', ip: '198.51.100.77' },
  { name: 'Quin Quote', email: 'quin.quote@partner.example', ip: '203.0.113.140' },
] as const;

/** Staff of the vendor, acting in the account. */
export const VENDOR_STAFF = {
  name: 'Vendor Support',
  email: 'support@vendor.example',
  id: `9${hex(6, 'staff')}`,
} as const;
