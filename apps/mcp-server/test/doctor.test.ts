import { describe, expect, test } from 'vitest';
import { runDoctor } from '../src/doctor.ts';
import { ashbyWith, NOW, serviceWith } from './one-vendor.ts';

/** What the doctor prints when the vendor's clock is so far behind ours. */
async function examine(skewMs: number): Promise<string> {
  const answer = ashbyWith([]);
  const { service } = serviceWith(
    (request) => {
      const { headers, ...rest } = answer(request);
      return { ...rest, headers: { ...headers, date: new Date(NOW - skewMs).toISOString() } };
    },
    // The clock of this service lies apart from the machine's, by which the doctor's deadline goes.
    { deadline: 3600 },
  );
  const printed: string[] = [];
  await runDoctor(service, (text) => void printed.push(text));
  return printed.join('');
}

describe('The doctor', () => {
  test.each([0, 4, 999, -999])('says of a clock that is %i ms off that it agrees', async (skewMs) => {
    expect(await examine(skewMs)).toMatch(/✓ Ashby[^]*clock +agrees\n/);
  });

  test.each([
    [1000, /clock +1 s ahead\n/],
    [-2400, /clock +2 s behind\n/],
    [90_000, /clock +90 s ahead\n[^]*warning +This machine's clock is 90 s ahead/],
  ])('says how far a clock that is %i ms off is wrong', async (skewMs, said) => {
    expect(await examine(skewMs)).toMatch(said);
  });
});
