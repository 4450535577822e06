import { expect } from 'vitest';

/** What each template starts with, and what has to arrive at its end. */
export const TEMPLATES: Readonly<
  Record<string, { readonly start: string; readonly arrives: (bodies: readonly string[]) => void }>
> = {
  'admin-change-to-slack': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => {
      for (const body of bodies) expect(body).toMatch(/admin|owner|role|permission|privilege/i);
    },
  },
  'external-share-alert': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => expect(bodies).toHaveLength(5),
  },
  'vendor-access-to-ticket': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => {
      expect(bodies.length).toBeGreaterThan(0);
      for (const body of bodies) expect(body).toMatch(/impersonated|vendor_staff/);
    },
  },
  'finding-to-ticket': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => {
      expect(bodies).toHaveLength(5);
      for (const body of bodies)
        expect(JSON.parse(body)).toMatchObject({ rule: 'anything', evidence: [expect.any(String)] });
    },
  },
  'finding-approval': {
    start: 'Audit Logs Trigger',
    // Each finding goes to the chat, and after the answer to the ticket.
    arrives: (bodies) =>
      expect(bodies.map((body) => Object.keys(JSON.parse(body) as object).includes('rule'))).toEqual(
        Array.from({ length: 10 }, (_, index) => index % 2 === 0),
      ),
  },
  'weekly-risks': {
    start: 'Schedule Trigger',
    arrives: ([body = '', ...others]) => {
      expect(others).toEqual([]);
      const { findings } = JSON.parse(body) as { findings: object[] };
      expect(findings[0]).toMatchObject({ rule: 'anything' });
      expect(findings.at(-1)).toMatchObject({ rules: { ran: 1 }, total: findings.length - 1 });
    },
  },
  'daily-digest': {
    start: 'Schedule Trigger',
    arrives: ([body = '']) => expect(JSON.parse(body)).toMatchObject({ total: expect.any(Number), complete: true }),
  },
  'weekly-access-review': {
    start: 'Schedule Trigger',
    arrives: (bodies) => {
      expect(bodies.length).toBeGreaterThan(20);
      for (const body of bodies) expect(JSON.parse(body)).toMatchObject({ uid: expect.any(String) });
    },
  },
  'siem-forward': {
    start: 'Audit Logs Trigger',
    arrives: ([body = '', ...others]) => {
      expect(others).toEqual([]);
      const lines = body.trim().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ uid: expect.any(String) });
    },
  },
  'quarterly-evidence': {
    start: 'Schedule Trigger',
    arrives: ([body = '']) => {
      const lines = body.trim().split('\n');
      expect(lines.length).toBeGreaterThan(100);
      expect(JSON.parse(lines[0] ?? '')).toHaveProperty('raw');
    },
  },
  'ai-agent': {
    start: 'Chat',
    arrives: ([counted = '', found = '', ...others]) => {
      expect(others).toEqual([]);
      expect(counted).toMatch(/"total":\d+/);
      expect(found).toContain('http:// evil.example');
      expect(`${counted} ${found}`).not.toMatch(/:\/\/\w|<script/);
    },
  },
};
