import { z } from 'zod';
import { randomSource } from '../random.ts';
import { dead } from './dead.ts';
import type { Fault, Query, Treatment } from './fault.ts';
import { none } from './none.ts';
import { slow } from './slow.ts';

/** Every fault; a new one is a file beside this one and a word here. */
export const faults = [none, slow, dead] as const;

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

/** Puts a fault with its settings in force, drawing from the stream "fault" of `seed`. */
export function enforce(settings: FaultSettings, seed: number): FaultInForce {
  const random = randomSource(seed, 'fault');
  const fault = faultOf(settings.id);
  return { id: settings.id, treat: (query) => fault.treat(settings, query, random) };
}

/** The delay in ms that a query typically suffers under this fault; 0 where it delays nothing. */
export function nominalDelayMs(settings: FaultSettings): number {
  return faultOf(settings.id).nominalDelayMs(settings);
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
