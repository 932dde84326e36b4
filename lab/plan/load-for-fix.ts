import type { Arrival } from '../model/timeline.ts';
import { type PhaseLengths, phaseWindows } from '../model/timeline.ts';
import { expandClients } from '../scenario/hosts-schema.ts';
import { fewestDecided, newcomersShare } from '../scenario/presets/service-levels.ts';
import { longestRunMs, type Scenario } from '../scenario/scenario-schema.ts';

/** Some connects are not decided before the DNS recovers. */
const margin = 1.5;
const fewestPlanned = margin * fewestDecided;
/** Per second, for a path that the scenario's own load lacks. */
const addedPerSecond = { socket: 2, outsider: 1 } as const;

/**
 * The scenario with what its own load lacks to tell whether a fix holds: clients that are held back until the fault, and connects of
 * outsiders and through the socket. Connects of a path that it has stay as they are.
 */
export function withLoadForFix(scenario: Scenario): Scenario {
  const { load, clients, newcomers } = scenario;
  const connectTimeoutMs = load.find(({ path }) => path === 'tcp')?.connectTimeoutMs ?? 10_000;
  const missing = (['socket', 'outsider'] as const).filter((path) => !load.some((stream) => stream.path === path));
  const canHoldBack = newcomers === undefined && expandClients(clients.tcp).length > 1;
  return {
    ...scenario,
    ...(canHoldBack ? { newcomers: { share: newcomersShare, afterMs: 0 } } : {}),
    load: [
      ...load,
      ...missing.map((path) => ({
        path,
        arrivals: { process: 'constant' as const, ratePerSecond: addedPerSecond[path] },
        connectTimeoutMs,
      })),
    ],
  };
}

/** Each step lengthens a phase by this factor. */
const longer = 1.1;

/**
 * The timeline, with baseline and fault as much longer as it takes until enough connects of known clients, of newcomers and through the socket
 * fall into the fault. A load that never has enough of them keeps the scenario's own timeline.
 *
 * @param arrivalsOf the load with another timeline.
 */
export function longEnoughForFix(scenario: Scenario, arrivalsOf: (timeline: PhaseLengths) => readonly Arrival[]): PhaseLengths {
  const isSingle = expandClients(scenario.clients.tcp).length === 1;
  let timeline: PhaseLengths = scenario.timeline;
  while (Object.values(timeline).reduce((sum, ms) => sum + ms, 0) <= longestRunMs) {
    const { known, newcomers, socket } = planned(arrivalsOf(timeline), timeline);
    const fewKnown = !isSingle && known < fewestPlanned;
    if (!fewKnown && socket >= fewestPlanned && newcomers >= (isSingle ? 0 : fewestPlanned)) {
      return timeline;
    }
    const { settleMs, baselineMs, faultMs, recoveryMs } = timeline;
    timeline = { settleMs, baselineMs: fewKnown ? stretched(baselineMs) : baselineMs, faultMs: stretched(faultMs), recoveryMs };
  }
  return scenario.timeline;
}

/** How many connects are due in the fault, by kind of client. */
function planned(arrivals: readonly Arrival[], timeline: PhaseLengths): Record<'known' | 'newcomers' | 'socket', number> {
  const { startMs, endMs } = phaseWindows(timeline).fault;
  const seen = new Set(arrivals.filter(({ path, atMs }) => path === 'tcp' && atMs < startMs).map(({ source }) => source));
  const due = arrivals.filter(({ atMs }) => atMs >= startMs && atMs < endMs);
  const clients = due.filter(({ path }) => path === 'tcp');
  const known = clients.filter(({ source }) => seen.has(source)).length;
  return { known, newcomers: clients.length - known, socket: due.filter(({ path }) => path === 'socket').length };
}

/** In whole tenths of a second, as the schema wants whole ms. */
function stretched(ms: number): number {
  return Math.ceil((ms * longer) / 100) * 100;
}
