import { z } from 'zod';
import { dead } from './dead.ts';
import { type Fault, type FaultContext, honestly, type Query, type Treatment } from './fault.ts';
import { flapping } from './flapping.ts';
import { frozen } from './frozen.ts';
import { hostGone } from './host-gone.ts';
import { jitter } from './jitter.ts';
import { lossy } from './lossy.ts';
import { noForward } from './no-forward.ts';
import { none } from './none.ts';
import { nxdomain } from './nxdomain.ts';
import { matcher } from './only.ts';
import { overloaded } from './overloaded.ts';
import { portClosed } from './port-closed.ts';
import { refused } from './refused.ts';
import { servfail } from './servfail.ts';
import { slow } from './slow.ts';
import { spoofed } from './spoofed.ts';
import { truncated } from './truncated.ts';

/** Every fault. Add one: README.md. */
export const faults = [
  none,
  slow,
  jitter,
  lossy,
  dead,
  portClosed,
  hostGone,
  frozen,
  servfail,
  refused,
  nxdomain,
  noForward,
  spoofed,
  truncated,
  overloaded,
  flapping,
] as const;

export type FaultSettings = z.infer<(typeof faults)[number]['settings']>;
export type FaultId = FaultSettings['id'];
export const faultIds: readonly FaultId[] = faults.map(({ id }) => id);

/** In the ledger, the id of queries that arrived while no fault was in force. */
export const noFaultId = none.id;

/** The settings of any one fault, told apart by `id`. */
export const faultSchema = z.discriminatedUnion('id', settingsOf(faults));

/** A fault in force. */
export interface FaultInForce {
  readonly id: FaultId;
  /** Decides about one query; called with each, in the order of arrival. */
  treat(query: Query): Treatment;
}

/** Puts a fault with its settings in force. Queries that its `only` excludes are treated honestly. */
export function enforce(settings: FaultSettings, context: FaultContext): FaultInForce {
  const treat = faultOf(settings.id).begin(settings, context);
  const isAffected = matcher('only' in settings ? settings.only : undefined, context);
  return { id: settings.id, treat: (query) => (isAffected(query) ? treat(query) : honestly) };
}

/** The fault with this id, ready for any settings that carry the same id. */
export function faultOf(id: FaultId): Fault<FaultSettings> {
  const found = faults.find((fault) => fault.id === id);
  if (found === undefined) {
    throw new TypeError(`no fault is called "${id}"`);
  }
  // `id` picks the fault that these settings belong to; TypeScript cannot follow that through a union.
  return found as unknown as Fault<FaultSettings>;
}

function settingsOf<const List extends readonly { readonly settings: z.ZodType; readonly title: string }[]>(list: List) {
  // `map` forgets that a tuple stays a tuple of the same length.
  return list.map(({ settings, title }) => settings.describe(`${title}.`)) as unknown as {
    readonly [Index in keyof List]: List[Index]['settings'];
  };
}
