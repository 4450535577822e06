import { describe, expect, test } from 'vitest';
import { addressMatcher, isAddress, isAddressFilter, isV4 } from '../src/address.ts';

describe('An address is matched', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:DB8:7:0:0:0:0:5', '2001:db8:7::5'],
    ['2001:db8:7::5', '2001:0db8:0007::0005'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7', '::FFFF:cb00:7107'],
    ['fe80::1', 'fe80::1%eth0'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['198.19.0.0/16', '198.19.255.1'],
    ['198.19.64.0/18', '198.19.127.255'],
    ['0.0.0.0/0', '1.2.3.4'],
    ['2001:db8::/32', '2001:db8:ffff::1'],
    ['2001:db8::/33', '2001:db8:7fff::1'],
    ['198.19.', '198.19.7.7'],
    ['198.19.*', '198.19.7.7'],
    ['2001:db8:', '2001:db8:1::1'],
    ['2001:db8:*', '2001:0db8::'],
  ])('by %s: %s', (wanted, address) => {
    expect(addressMatcher(wanted)(address)).toBe(true);
  });
});

describe('Another address is not matched', () => {
  test.each([
    ['203.0.113.7', '203.0.113.70'],
    ['198.19.0.0/24', '198.19.1.0'],
    ['198.19.64.0/18', '198.19.128.0'],
    ['198.19.', '198.190.1.1'],
    ['2001:db8::/33', '2001:db8:8000::1'],
    ['2001:db8:', '2001:db80::1'],
    ['0.0.0.0/0', '2001:db8::1'],
    ['::/0', '1.2.3.4'],
    ['10.0.0.1', '10.0.0.1, 10.0.0.2'],
    ['10.0.0.1', 'unknown'],
    ['10.0.0.1', undefined],
  ])('by %s: %s', (wanted, address) => {
    expect(addressMatcher(wanted)(address)).toBe(false);
  });
});

test.each([
  'office',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.07',
  '300.1.',
  '203.0.113.0/33',
  '2001:db8::/129',
  '1::2::3',
  '2001:db8',
  '12345::',
  ':',
  '/8',
  '1'.repeat(100_000),
  ':'.repeat(100_000),
])('%.20s is no address, range or prefix', (text) => {
  expect(isAddressFilter(text)).toBe(false);
});

test('Only complete addresses and ranges are distinguished from names', () => {
  expect(['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'].every(isAddress)).toBe(true);
  expect(['bad:', '10.', 'lena@example.com', '2026'].some(isAddress)).toBe(false);
  expect(['10.0.0.1', '::1', '10.0.0.1/32'].map(isV4)).toEqual([true, false, false]);
});
