import { usageError } from '../errors/lab-error.ts';
import { isControl, nominalDelayMs, spendsIcmpErrors } from '../faults/capabilities.ts';
import type { FaultSettings } from '../faults/index.ts';
import { applyFixes, applyFixesToLoad, unavailableFixes } from '../fixes/index.ts';
import { type DatabaseHost, forDaemon, resolverOptions } from '../model/database-host.ts';
import { resolverGivesUpAfterMs } from '../model/resolv-conf.ts';
import { type Arrival, type PhaseWindows, phaseWindows } from '../model/timeline.ts';
import { type OperatorPortKind, operatorPortKinds } from '../model/vocabulary.ts';
import type { NamedHost } from '../network/addresses.ts';
import { neighboursOf } from '../scenario/neighbours.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { type Sources, scheduleArrivals } from './arrivals.ts';
import { inRegime } from './in-regime.ts';
import { drawNewcomers } from './newcomers.ts';
import { faultWithOverrides, type Overrides } from './overrides.ts';

/** A run before anything is started: all data, and the same for the same scenario, server and overrides. */
export interface Plan {
  readonly scenarioName: string;
  /** With the overrides in it. */
  readonly scenario: Scenario;
  readonly seed: number;
  /** As it runs: where a fix asked for the server without libwrap, that one. */
  readonly server: Server;
  /** After the fixes, for this server. */
  readonly host: DatabaseHost;
  /** Before the fixes. */
  readonly hostBeforeFixes: DatabaseHost;
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  readonly windows: PhaseWindows;
  /** With the fixes in them. */
  readonly arrivals: readonly Arrival[];
  /** Images of the lab that the host needs beside the server's and the agents'. */
  readonly extraImages: readonly string[];
  readonly references: LimitReferences;
  /** How often the watch agent asks the nameserver a question of its own. */
  readonly canaryIntervalMs: number;
}

/** What relative limits refer to. */
export interface LimitReferences {
  /** The delay in ms that the scenario's own fault adds to one answer, also where the fault was replaced. */
  readonly injectedDelayMs: number;
  /** What one lookup takes to fail on this host when nobody answers. */
  readonly resolverGivesUpMs: number;
}

const defaultSeed = 1;

const operatorPortWords: Readonly<Record<OperatorPortKind, string>> = {
  thread: 'a port for operators with an accept thread of its own',
  sharedFirst: 'a port for operators that the common accept thread looks at first',
  sharedLast: 'a port for operators that the common accept thread looks at last',
};

/** The image with the programs that keep answers of the DNS. */
export const resolverImage = 'resolver';

/**
 * The scenario with the overrides, in the regime that rate and delay bring it into.
 *
 * @throws LabError `usage` when the server has not what the scenario or a fix wants, or when rate or delay are outside all regimes.
 */
export function makePlan(scenarioName: string, original: Scenario, server: Server, overrides: Overrides = {}): Plan {
  const { regime, ...settled } = inRegime(scenarioName, original, server, overrides);
  const own = settled.fault;
  const fault = faultWithOverrides(own, overrides);
  const scenario = {
    ...settled,
    fault,
    fixes: [...(overrides.fixes ?? original.fixes)],
    // What is expected stays with another fault; that the run is in the regime cannot be said.
    ...(regime === undefined || fault !== own ? {} : { regime }),
  };
  const seed = overrides.seed ?? defaultSeed;
  const neighbours = neighboursOf(scenario);
  const { clients, outsiders } = neighbours;
  const problems = problemsOnServer(scenario, server);
  if (problems.length > 0) {
    throw usageError(
      problems.map((problem) => `${scenarioName}: ${problem}`),
      'give another server with --server or --server-image, or other fixes with --fix',
    );
  }
  const bare = withOperatorPort(scenario, server);
  const hostBeforeFixes = forDaemon(bare, server.daemon);
  const host = forDaemon(applyFixes(bare, scenario.fixes, neighbours), server.daemon);
  const windows = phaseWindows(scenario.timeline);
  return {
    scenarioName,
    scenario,
    seed,
    server: host.libwrap === 'unlinked' ? { ...server, ...server.unlinked } : server,
    host,
    hostBeforeFixes,
    clients,
    outsiders,
    windows,
    arrivals: scheduleArrivals(
      applyFixesToLoad(scenario.load, scenario.fixes),
      windows,
      {
        tcp: clients,
        outsider: outsiders,
        host: { name: host.name, address: host.address },
        ...heldBack(scenario, clients, windows, seed),
      },
      seed,
    ),
    extraImages: host.resolverCache === undefined ? [] : [resolverImage],
    canaryIntervalMs: canaryIntervalMs(fault),
    references: {
      injectedDelayMs: nominalDelayMs(isControl(own) ? fault : own),
      resolverGivesUpMs: resolverGivesUpAfterMs(resolverOptions(host)),
    },
  };
}

function heldBack({ newcomers }: Scenario, clients: readonly NamedHost[], windows: PhaseWindows, seed: number): Pick<Sources, 'newcomers'> {
  return newcomers === undefined
    ? {}
    : { newcomers: { hosts: drawNewcomers(clients, newcomers.share, seed), fromMs: windows.fault.startMs + newcomers.afterMs } };
}

/** Why this scenario cannot run on this server, a sentence each; none when it can. */
export function problemsOnServer(scenario: Scenario, server: Server): string[] {
  return [...unavailableFixes(scenario.fixes, server, neighboursOf(scenario)), ...operatorPortProblems(scenario, server)];
}

function operatorPortProblems({ operatorPort: kind }: Scenario, server: Server): string[] {
  if (kind === undefined || server.operatorPort?.options[kind] !== undefined) {
    return [];
  }
  const has = operatorPortKinds
    .filter((known) => server.operatorPort?.options[known] !== undefined)
    .map((known) => operatorPortWords[known]);
  return [
    `expected a server with ${operatorPortWords[kind]}, got ${server.title}, which has ${has.length === 0 ? 'none' : `only ${has.join(', and ')}`}`,
  ];
}

function withOperatorPort({ host, operatorPort: kind }: Scenario, server: Server): DatabaseHost {
  const options = kind === undefined ? undefined : server.operatorPort?.options[kind];
  if (options === undefined) {
    return host;
  }
  const resolved = Object.entries(options).map(([option, value]) => [option, value.replaceAll('{address}', host.address)]);
  return {
    ...host,
    serverOptions: { ...host.serverOptions, ...Object.fromEntries(resolved) },
    // mysqld binds to the address before the watch agent has added it.
    sysctls: { ...host.sysctls, 'net.ipv4.ip_nonlocal_bind': '1', 'net.ipv6.ip_nonlocal_bind': '1' },
  };
}

/**
 * A Linux host sends no more than one ICMP error a second to another, after a first six (icmp_ratelimit, icmp(7)): where those are
 * what the fault is about, the lab must not use them up.
 */
function canaryIntervalMs(fault: FaultSettings): number {
  return spendsIcmpErrors(fault) ? 5000 : 1000;
}
