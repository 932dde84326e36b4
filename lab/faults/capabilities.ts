import type { EffectOnHost, HostAction } from './effect-on-host.ts';
import { type FaultSettings, faultOf, faults } from './index.ts';

/** Whether the DNS is well under it: it is the control. */
export function isControl({ id }: FaultSettings): boolean {
  return faultOf(id).isControl === true;
}

/** The typical delay of a query under this fault, in ms; 0 when it delays nothing. */
export function nominalDelayMs(settings: FaultSettings): number {
  return faultOf(settings.id).nominalDelayMs(settings);
}

/** The time within which the fault answers every query, in ms; undefined when it leaves some unanswered, or the time is unknown. */
export function answersWithinMs(settings: FaultSettings): number | undefined {
  return faultOf(settings.id).answersWithinMs?.(settings);
}

/** Whether `--delay-ms` can change the fault. */
export function takesDelay({ id }: Pick<FaultSettings, 'id'>): boolean {
  return faultOf(id).withDelay !== undefined;
}

/** The settings with this delay, if it is given and the fault takes one. */
export function withDelay(settings: FaultSettings, delayMs: number | undefined): FaultSettings {
  return delayMs === undefined ? settings : (faultOf(settings.id).withDelay?.(settings, delayMs) ?? settings);
}

/** What the fault does to the nameserver's host; null for one that acts on queries only. */
export function hostAction(settings: FaultSettings): HostAction | null {
  return effectOnHost(settings)?.action ?? null;
}

/** Whether queries may be missing from the ledger: a fault of the nameserver's host keeps them from reaching the DNS agent. */
export function leavesNoLedger(settings: FaultSettings): boolean {
  return effectOnHost(settings) !== undefined;
}

/** Whether the fault stops the nameserver's process. */
export function stopsProcess(settings: FaultSettings): boolean {
  return effectOnHost(settings)?.stopsProcess === true;
}

/** Whether the kernel of the nameserver's host answers queries with ICMP errors, of which it sends few. */
export function spendsIcmpErrors(settings: FaultSettings): boolean {
  return effectOnHost(settings)?.spendsIcmpErrors === true;
}

/** Why nobody could ask the nameserver, as a clause for reports. */
export function whyUnreachable(settings: FaultSettings): string {
  return effectOnHost(settings)?.unreachable ?? 'the nameserver did not answer';
}

/** The names that the settings make outsiders claim; none when they claim none, or the settings leave that to the fault. */
export function claimedNames(settings: FaultSettings): readonly string[] {
  return faultOf(settings.id).claims?.of(settings) ?? [];
}

/** The settings with these names to claim, if outsiders claim names under this fault and the settings do not give any. */
export function withClaimedNames(settings: FaultSettings, names: () => readonly string[]): FaultSettings {
  const { claims } = faultOf(settings.id);
  return claims === undefined || claims.of(settings) !== undefined ? settings : claims.with(settings, names());
}

/** The settings of faults that are worth a look beside the defaults, each with a title. */
export const faultVariants: readonly { readonly title: string; readonly settings: FaultSettings }[] = faults.flatMap(
  ({ id }) => faultOf(id).variants ?? [],
);

function effectOnHost(settings: FaultSettings): EffectOnHost | undefined {
  return faultOf(settings.id).onHost?.(settings);
}
