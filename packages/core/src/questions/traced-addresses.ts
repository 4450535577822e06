import { USUAL, type AddressBook, type Neighbours, type Use } from './address-book.ts';
import type { Aliases } from './aliases.ts';
import { EARLIER_DAYS, type Earlier } from './earlier.ts';
import { present } from '../json.ts';
import { actorLabel, impersonatorLabel } from '../label.ts';
import { iso } from '../window.ts';

/** What may stand out about an address. */
export type AddressRemark = 'first_seen_ip' | 'odd_ip' | 'shared_ip';

/** An address that a traced actor came from. */
export interface TracedAddress {
  readonly ip: string;
  /** How many events of the window came from it, the first and the last. */
  readonly events: number;
  readonly first: string;
  readonly last: string;
  /** Whether the actor used it in the 30 days before the window; absent where that is not known. */
  readonly usedBefore?: boolean;
  readonly remarks: readonly AddressRemark[];
  /** Some of those who came from it, too, in the window. */
  readonly sharedWith: readonly string[];
  /** How many did, at least. */
  readonly others: number;
}

/** The addresses of a traced actor, those that stand out first. */
export interface TracedAddresses {
  readonly list: readonly TracedAddress[];
  /** Why it is not known of some addresses whether they were used before, and of which; absent if it is known of all. */
  readonly notJudged?: { readonly ips: readonly string[]; readonly why: string };
  /** Whether there was no room to remember everybody else at every address; only if so. */
  readonly othersLeft?: true;
}

/** The least that the usual addresses must make up, for the others to be odd. */
const MOSTLY = 0.8;
/** How often an address has to be used, for another to be odd beside it. */
const REGULAR = 5;
const NAMED = 5;

interface Judged {
  readonly book: AddressBook;
  readonly neighbours: Neighbours;
  readonly aliases: Aliases;
  readonly earlier: Earlier;
}

/** Tells the addresses that are new, odd or shared from those that the actor usually comes from. */
export function judgeAddresses({ book, neighbours, aliases, earlier }: Judged): TracedAddresses {
  const uses = [...book.uses()];
  const isRegular = hasUsual(book.occasions());
  const list = uses.map(([ip, use], index): TracedAddress => {
    const others = othersAt(ip, neighbours, aliases);
    // The very first address of somebody of whom nothing is known is as good as any.
    const isNew = !use.isEarlier && earlier.isEnough && (book.hasEarlier() || index > 0);
    const marks = { isNew, isOdd: isRegular && isRare(use), isShared: others.length > 0 && isRare(use) };
    return {
      ip,
      events: use.events,
      first: iso(use.first),
      last: iso(use.last),
      ...present({ usedBefore: use.isEarlier || (earlier.isEnough ? false : undefined) }),
      remarks: remarksFor(marks),
      sharedWith: others.slice(0, NAMED),
      others: others.length,
    };
  });
  const open = earlier.isEnough ? [] : uses.filter(([, { isEarlier }]) => !isEarlier).map(([ip]) => ip);
  const why = `the ${EARLIER_DAYS} days before were not read in full: ${earlier.why}`;
  return {
    list: list.toSorted((a, b) => b.remarks.length - a.remarks.length || b.events - a.events),
    ...present({
      notJudged: open.length === 0 ? undefined : { ips: open, why },
      othersLeft: neighbours.isWhole() ? undefined : (true as const),
    }),
  };
}

function hasUsual(occasions: readonly number[]): boolean {
  const regular = sum(occasions.filter((one) => one >= REGULAR));
  return regular > 0 && regular >= sum(occasions) * MOSTLY;
}

function isRare({ occasions }: Use): boolean {
  return occasions < USUAL;
}

interface Marks {
  readonly isNew: boolean;
  readonly isOdd: boolean;
  readonly isShared: boolean;
}

function remarksFor({ isNew, isOdd, isShared }: Marks): AddressRemark[] {
  return [
    ...(isNew ? ['first_seen_ip' as const] : []),
    ...(isOdd ? ['odd_ip' as const] : []),
    ...(isShared ? ['shared_ip' as const] : []),
  ];
}

function othersAt(ip: string, { at }: Neighbours, { acts }: Aliases): readonly string[] {
  const others = at(ip).filter((event) => !acts(event));
  const names = others.map(({ actor, impersonator }) =>
    impersonator === undefined ? actorLabel(actor) : (impersonatorLabel(impersonator) ?? actorLabel(actor)),
  );
  return [...new Set(names)].toSorted();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
