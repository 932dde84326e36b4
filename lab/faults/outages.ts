import { type FaultSettings, faultOf } from './index.ts';

/** When the DNS is wrong, in ms from the beginning of the fault. */
interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When the DNS is wrong while the fault is in force for `lengthMs`: once and throughout, or again and again. */
export function outages(settings: FaultSettings, lengthMs: number): Outage[] {
  const cycle = faultOf(settings.id).cycle?.(settings);
  if (cycle === undefined) {
    return [{ fromMs: 0, untilMs: lengthMs }];
  }
  const periodMs = cycle.wrongMs + cycle.wellMs;
  return Array.from({ length: Math.ceil(lengthMs / periodMs) }, (_, index) => ({
    fromMs: index * periodMs,
    untilMs: Math.min(lengthMs, index * periodMs + cycle.wrongMs),
  }));
}

/** The share of the time in which the DNS is wrong while the fault is in force. */
export function shareOfOutage(settings: FaultSettings): number {
  const cycle = faultOf(settings.id).cycle?.(settings);
  return cycle === undefined ? 1 : cycle.wrongMs / (cycle.wrongMs + cycle.wellMs);
}
