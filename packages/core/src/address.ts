/** IPv4 as 4 bytes, IPv6 as 16. */
type Bytes = readonly number[];

/** No leading zeros: some read them as octal. */
const PART_V4 = /^(?:0|[1-9]\d{0,2})$/;
const PART_V6 = /^[\da-f]{1,4}$/i;

function parseV4(text: string): Bytes | undefined {
  const parts = text.split('.');
  const bytes = parts.map(Number);
  const isValid = parts.length === 4 && parts.every((part) => PART_V4.test(part)) && bytes.every((byte) => byte < 256);
  return isValid ? bytes : undefined;
}

function parseGroups(text: string): Bytes | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const v4 = groups.at(-1)?.includes('.') === true ? parseV4(groups.pop() ?? '') : [];
  if (v4 === undefined || !groups.every((group) => PART_V6.test(group))) return undefined;
  return [...groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 255]), ...v4];
}

function parseV6(text: string): Bytes | undefined {
  const [before = '', after, ...more] = text.split('::');
  const [head, tail] = [parseGroups(before), after === undefined ? [] : parseGroups(after)];
  if (head === undefined || tail === undefined || more.length > 0) return undefined;
  const missing = 16 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

const LONGEST = 60;
const MAPPED: Bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/** The zone of a link-local address names an interface of one machine, so it is left out. */
const ZONE = /%.*$/;

/** An address in one form, however it is written; IPv4 within IPv6 is IPv4. */
function parseAddress(text: string): Bytes | undefined {
  if (text.length > LONGEST) return undefined;
  if (!text.includes(':')) return parseV4(text);
  const bytes = parseV6(text.replace(ZONE, ''));
  return bytes !== undefined && startsWith(bytes, MAPPED, 96) ? bytes.slice(12) : bytes;
}

interface Range {
  /** How many bytes a whole address has. */
  readonly family: 4 | 16;
  readonly bytes: Bytes;
  /** How many leading bits are given. */
  readonly bits: number;
}

const CIDR = /^([^/]+)\/(\d{1,3})$/;
const PREFIX_V4 = /^(?:\d{1,3}\.){1,3}\*?$/;
const PREFIX_V6 = /^(?:[\da-f]{1,4}:){1,7}\*?$/i;

function parseRange(text: string): Range | undefined {
  const [, address, bits] = CIDR.exec(text) ?? [];
  if (address !== undefined) {
    const bytes = parseAddress(address);
    return bytes === undefined || Number(bits) > bytes.length * 8 ? undefined : rangeOf(bytes, Number(bits));
  }
  const [v4, v6] = [PREFIX_V4.test(text), PREFIX_V6.test(text)];
  const start = text.replace(/[.:]\*?$/, '');
  if (v4) return prefixOf(4, start.split('.').map(Number));
  if (v6) return prefixOf(16, parseGroups(start));
  const bytes = parseAddress(text);
  return bytes && rangeOf(bytes, bytes.length * 8);
}

function rangeOf(bytes: Bytes, bits: number): Range {
  return { family: bytes.length === 4 ? 4 : 16, bytes, bits };
}

function prefixOf(family: 4 | 16, bytes: Bytes | undefined): Range | undefined {
  return bytes?.every((byte) => byte < 256) === true ? { family, bytes, bits: bytes.length * 8 } : undefined;
}

function startsWith(bytes: Bytes, start: Bytes, bits: number): boolean {
  const whole = bits >> 3;
  const rest = 8 - (bits & 7);
  const isSame = (index: number): boolean => bytes[index] === start[index];
  if (!Array.from({ length: whole }, (_, index) => index).every(isSame)) return false;
  return rest === 8 || (bytes[whole] ?? 0) >> rest === (start[whole] ?? 0) >> rest;
}

/** Whether this is one whole IPv4 address. */
export function isV4(text: string): boolean {
  return parseV4(text) !== undefined;
}

/** Whether this is a whole address, or a range of them. */
export function isAddress(text: string): boolean {
  return parseAddress(text.replace(/\/\d+$/, '')) !== undefined;
}

/** Whether this is an address, a range such as 203.0.113.0/24, or a prefix such as 203.0.113. */
export function isAddressFilter(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** Matches addresses, however they are written, with one address, a range or a prefix. */
export function addressMatcher(wanted: string): (address: string | undefined) => boolean {
  const range = parseRange(wanted);
  if (range === undefined) return () => false;
  return (address) => {
    const bytes = address === undefined ? undefined : parseAddress(address);
    return bytes?.length === range.family && startsWith(bytes, range.bytes, range.bits);
  };
}
