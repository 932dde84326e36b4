import type { NamedHost } from './addresses.ts';
import { type Arrival, type PhaseWindows, phaseWindows, scheduleArrivals } from './arrivals.ts';
import { type FaultId, type FaultSettings, faultSchema, nominalDelayMs } from './faults/index.ts';
import { applyFixes } from './fixes/index.ts';
import { type DatabaseHost, forDaemon, resolverGivesUpAfterMs, resolverOptions } from './host.ts';
import { expandClients, type Scenario } from './scenario.ts';
import type { Server } from './servers/server.ts';

/** What the command line may change in a scenario. */
export interface Overrides {
  readonly seed?: number | undefined;
  readonly fault?: FaultId | undefined;
  readonly delayMs?: number | undefined;
  readonly ratePerSecond?: number | undefined;
}

/** A run before anything is started: all data, and the same for the same scenario, server and overrides. */
export interface Plan {
  readonly scenarioName: string;
  /** With the overrides in it. */
  readonly scenario: Scenario;
  readonly seed: number;
  readonly server: Server;
  /** After the fixes, for this server. */
  readonly host: DatabaseHost;
  /** Before the fixes. */
  readonly hostBeforeFixes: DatabaseHost;
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  readonly windows: PhaseWindows;
  readonly arrivals: readonly Arrival[];
  readonly references: LimitReferences;
}

/** What relative limits refer to. */
export interface LimitReferences {
  /** The delay in ms that the scenario's own fault adds to one answer, also where the fault was replaced. */
  readonly injectedDelayMs: number;
  /** What one lookup takes to fail on this host when nobody answers. */
  readonly resolverGivesUpMs: number;
}

const defaultSeed = 1;

export function makePlan(scenarioName: string, original: Scenario, server: Server, overrides: Overrides = {}): Plan {
  const own = withDelay(original.fault, overrides.delayMs);
  const fault =
    overrides.fault === undefined || overrides.fault === own.id
      ? own
      : withDelay(faultSchema.parse({ id: overrides.fault }), overrides.delayMs);
  const scenario = { ...withRate(original, overrides.ratePerSecond), fault };
  const seed = overrides.seed ?? defaultSeed;
  const clients = expandClients(scenario.clients.tcp);
  const outsiders = expandClients(scenario.clients.outsider);
  const hostBeforeFixes = forDaemon(scenario.host, server.daemon);
  const host = forDaemon(applyFixes(scenario.host, scenario.fixes, { clients, outsiders }), server.daemon);
  const windows = phaseWindows(scenario.timeline);
  return {
    scenarioName,
    scenario,
    seed,
    server,
    host,
    hostBeforeFixes,
    clients,
    outsiders,
    windows,
    arrivals: scheduleArrivals(scenario.load, windows, { tcp: clients, outsider: outsiders }, seed),
    references: {
      injectedDelayMs: nominalDelayMs(own.id === 'none' ? fault : own),
      resolverGivesUpMs: resolverGivesUpAfterMs(resolverOptions(host)),
    },
  };
}

function withDelay(fault: FaultSettings, delayMs: number | undefined): FaultSettings {
  return fault.id === 'slow' && delayMs !== undefined ? { ...fault, delay: delayMs } : fault;
}

/** The rate is that of the network clients; other paths keep theirs. */
function withRate(scenario: Scenario, ratePerSecond: number | undefined): Scenario {
  if (ratePerSecond === undefined) {
    return scenario;
  }
  const load = scenario.load.map((stream) =>
    stream.path === 'tcp' && stream.arrivals.process !== 'fixed' ? { ...stream, arrivals: { ...stream.arrivals, ratePerSecond } } : stream,
  );
  return { ...scenario, load };
}
