import { z } from 'zod';
import { dead } from './dead.ts';
import { type Fault, type FaultContext, type HostAction, honestly, type Query, type Treatment } from './fault.ts';
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

/** Every fault; a new one is a file beside this one and a word here. */
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

/** The settings of any one fault, told apart by `id`. */
export const faultSchema = z.discriminatedUnion('id', settingsOf(faults));

/** A fault in force: its id, and what it does with each query, in the order in which they come. */
export interface FaultInForce {
  readonly id: FaultId;
  treat(query: Query): Treatment;
}

/** Puts a fault with its settings in force. Queries that its `only` is not about are treated honestly. */
export function enforce(settings: FaultSettings, context: FaultContext): FaultInForce {
  const treat = faultOf(settings.id).begin(settings, context);
  const isMeant = matcher('only' in settings ? settings.only : undefined, context);
  return { id: settings.id, treat: (query) => (isMeant(query) ? treat(query) : honestly) };
}

/** The delay in ms that a query typically suffers under this fault; 0 where it delays nothing. */
export function nominalDelayMs(settings: FaultSettings): number {
  return faultOf(settings.id).nominalDelayMs(settings);
}

/** What the fault does to the nameserver's host; null for one that acts on queries only. */
export function hostAction(settings: FaultSettings): HostAction | null {
  const action = faultOf(settings.id).hostAction?.(settings);
  return action === undefined || (action.kind === 'closePorts' && action.transports.length === 0) ? null : action;
}

/** Within what time the fault answers every query, in ms; undefined where it leaves some without an answer, or nobody knows. */
export function answersWithinMs(settings: FaultSettings): number | undefined {
  return faultOf(settings.id).answersWithinMs?.(settings);
}

/** A time in ms from the beginning of the fault. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When the DNS is wrong while the fault is in force for `lengthMs`: once and throughout, or again and again. */
export function outages(settings: FaultSettings, lengthMs: number): Outage[] {
  const turns = faultOf(settings.id).turns?.(settings);
  if (turns === undefined) {
    return [{ fromMs: 0, untilMs: lengthMs }];
  }
  const periodMs = turns.wrongMs + turns.wellMs;
  return Array.from({ length: Math.ceil(lengthMs / periodMs) }, (_, index) => ({
    fromMs: index * periodMs,
    untilMs: Math.min(lengthMs, index * periodMs + turns.wrongMs),
  }));
}

/** The share of the time in which the DNS is wrong while the fault is in force. */
export function shareOfOutage(settings: FaultSettings): number {
  const turns = faultOf(settings.id).turns?.(settings);
  return turns === undefined ? 1 : turns.wrongMs / (turns.wrongMs + turns.wellMs);
}

/** The fault with this id, ready for any settings that carry the same id. */
function faultOf(id: FaultId): Fault<FaultSettings> {
  const found = faults.find((fault) => fault.id === id);
  if (found === undefined) {
    throw new TypeError(`no fault is called "${id}"`);
  }
  // `id` picks the fault that these settings belong to; TypeScript cannot follow that link through a union.
  return found as unknown as Fault<FaultSettings>;
}

function settingsOf<const List extends readonly { readonly settings: z.ZodType }[]>(list: List) {
  // `map` forgets that a tuple stays a tuple of the same length.
  return list.map(({ settings }) => settings) as unknown as { readonly [Index in keyof List]: List[Index]['settings'] };
}
