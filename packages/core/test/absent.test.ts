import { describe, expectTypeOf, test } from 'vitest';
import type {
  ConnectOptions,
  Coverage,
  Followed,
  Ports,
  QueryInput,
  QueryOptions,
  SearchResult,
  Summary,
  SummaryInput,
  Trace,
  TraceInput,
} from '../src/index.ts';
import type { Fault } from '../src/errors.ts';
import type { Checkup } from '../src/questions/check.ts';
import type { FollowOptions } from '../src/questions/follow.ts';
import type { SearchOptions } from '../src/questions/search.ts';
import type { Group, GroupRow } from '../src/questions/groups.ts';
import type { TraceLine } from '../src/questions/trace-lines.ts';
import type { Gap } from '../src/reading/gap.ts';
import type { ReadOptions, Slice } from '../src/reading/slice.ts';
import type { WindowInput } from '../src/window.ts';

type Optional<T> = { [K in keyof T]-?: Pick<T, K> extends Required<Pick<T, K>> ? never : K }[keyof T];
/** Whether a key that is there may hold undefined, which the compiler tells apart from a missing one. */
type MayHold<T, K extends keyof T> = { [P in K]: undefined } extends Pick<T, K> ? true : false;
type Taking<T> = { [K in Optional<T>]: MayHold<T, K> extends true ? K : never }[Optional<T>];
type Omitting<T> = Exclude<Optional<T>, Taking<T>>;

// Checked by the compiler: what stands here does not compile when it is not so.
describe('A field that may be absent', () => {
  test('may be undefined in input, so nobody has to leave a key out', () => {
    expectTypeOf<Omitting<ConnectOptions>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<QueryInput>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<SummaryInput>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<TraceInput>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<WindowInput>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<QueryOptions>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<SearchOptions>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<FollowOptions>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<ReadOptions>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<Slice>>().toEqualTypeOf<never>();
    expectTypeOf<Omitting<Ports>>().toEqualTypeOf<never>();
  });

  test('is missing from output', () => {
    expectTypeOf<Taking<SearchResult>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Summary>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Group>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<GroupRow>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Trace>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Followed>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Coverage>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Gap>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Fault>>().toEqualTypeOf<never>();
    expectTypeOf<Taking<Checkup>>().toEqualTypeOf<never>();
  });

  test('is undefined in an event, and in whatever repeats its fields', () => {
    expectTypeOf<Taking<TraceLine>>().toEqualTypeOf<'target' | 'targets'>();
  });
});
