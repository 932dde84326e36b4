import { withDelay } from '../faults/capabilities.ts';
import type { FaultSettings } from '../faults/index.ts';
import type { FixId } from '../fixes/index.ts';

/** What the command line may change in a scenario. */
export interface Overrides {
  readonly seed?: number | undefined;
  readonly fault?: { readonly settings: FaultSettings; readonly detailed: boolean } | undefined;
  readonly delayMs?: number | undefined;
  readonly ratePerSecond?: number | undefined;
  /** Instead of the scenario's own. */
  readonly fixes?: readonly FixId[] | undefined;
}

/** The scenario's own fault, or that of the overrides. An override that only repeats the own fault's name changes nothing. */
export function faultWithOverrides(own: FaultSettings, { fault: chosen, delayMs }: Overrides): FaultSettings {
  const repeats = chosen !== undefined && chosen.settings.id === own.id && !chosen.detailed;
  return chosen === undefined || repeats ? own : withDelay(chosen.settings, delayMs);
}
