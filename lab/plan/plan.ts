import { usageError } from '../errors/lab-error.ts';
import { isControl, nominalDelayMs, spendsIcmpErrors } from '../faults/capabilities.ts';
import type { FaultSettings } from '../faults/index.ts';
import { applyFixes, applyFixesToLoad, unavailableFixes } from '../fixes/index.ts';
import { type DatabaseHost, forDaemon, resolverOptions } from '../model/database-host.ts';
import type { Question } from '../model/question.ts';
import { resolverGivesUpAfterMs } from '../model/resolv-conf.ts';
import { type Arrival, type PhaseWindows, phaseWindows } from '../model/timeline.ts';
import { type OperatorPortKind, operatorPortKinds } from '../model/vocabulary.ts';
import type { NamedHost } from '../network/addresses.ts';
import { neighboursOf } from '../scenario/neighbours.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { type Sources, scheduleArrivals } from './arrivals.ts';
import { asksAboutFix, fixQuestion } from './fix-question.ts';
import { inRegime } from './in-regime.ts';
import { longEnoughForFix, withLoadForFix } from './load-for-fix.ts';
import { drawNewcomers } from './newcomers.ts';
import { faultWithOverrides, type Overrides } from './overrides.ts';

/** A run before anything is started: plain data, the same for the same scenario, server and overrides. */
export interface Plan {
  readonly scenarioName: string;
  /** With the overrides. */
  readonly scenario: Scenario;
  readonly seed: number;
  /** What decides the run instead of the scenario's expectations. Default: nothing does. */
  readonly question?: Question;
  /** The server as it runs: without libwrap if a fix asks for that. */
  readonly server: Server;
  /** After the fixes, for this server. */
  readonly host: DatabaseHost;
  /** Before the fixes. */
  readonly hostBeforeFixes: DatabaseHost;
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  readonly windows: PhaseWindows;
  /** With the fixes. */
  readonly arrivals: readonly Arrival[];
  /** Images of the lab that the host needs in addition to the server's and the agents'. */
  readonly extraImages: readonly string[];
  readonly references: LimitReferences;
  /** How often the watch agent sends a control query, in ms. */
  readonly controlQueryIntervalMs: number;
}

/** What relative limits refer to. */
interface LimitReferences {
  /** The delay, in ms, that the scenario's own fault adds to one answer, even if an override has replaced the fault. */
  readonly injectedDelayMs: number;
  /** How long a lookup on this host takes to fail when no nameserver answers, in ms. */
  readonly resolverGivesUpMs: number;
}

const defaultSeed = 1;

const operatorPortWords: Readonly<Record<OperatorPortKind, string>> = {
  thread: 'a port for operators with an accept thread of its own',
  sharedFirst: 'a port for operators that the common accept thread checks first',
  sharedLast: 'a port for operators that the common accept thread checks last',
};

/** The image with the programs that cache DNS answers. */
export const resolverImage = 'resolver';

/**
 * The plan of the scenario with the overrides, in the regime that rate and delay lead to.
 *
 * @throws LabError `usage` when the server lacks something that the scenario or a fix needs, or when no regime covers rate and delay.
 */
export function makePlan(scenarioName: string, original: Scenario, server: Server, overrides: Overrides = {}): Plan {
  const { regime, ...settled } = inRegime(scenarioName, original, server, overrides);
  const own = settled.fault;
  const fault = faultWithOverrides(own, overrides);
  const asIs: Scenario = {
    ...settled,
    fault,
    fixes: [...(overrides.fixes ?? original.fixes)],
    // The expectations stay with another fault, but the run may not be in the regime.
    ...(regime === undefined || fault !== own ? {} : { regime }),
  };
  const problems = problemsOnServer(asIs, server);
  if (problems.length > 0) {
    throw usageError(
      problems.map((problem) => `${scenarioName}: ${problem}`),
      'choose another server with --server or --server-image, or other fixes with --fix',
    );
  }
  const seed = overrides.seed ?? defaultSeed;
  const asks = asksAboutFix(asIs);
  const scenario = asRun(asks ? withTimeForFix(withLoadForFix(asIs), seed) : asIs);
  const neighbours = neighboursOf(scenario);
  const { clients, outsiders } = neighbours;
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
    arrivals: arrivalsOf({ ...scenario, load: [...applyFixesToLoad(scenario.load, scenario.fixes)] }, seed),
    ...(asks ? { question: fixQuestion(scenario, host) } : {}),
    extraImages: host.resolverCache === undefined ? [] : [resolverImage],
    controlQueryIntervalMs: controlQueryIntervalMs(fault),
    references: {
      injectedDelayMs: nominalDelayMs(isControl(own) ? fault : own),
      resolverGivesUpMs: resolverGivesUpAfterMs(resolverOptions(host)),
    },
  };
}

/** The scenario as the record keeps it: a run with fixes, or without a fault, is not of the outage. */
function asRun({ outage, ...scenario }: Scenario): Scenario {
  const isOutage = outage === true && scenario.fixes.length === 0 && !isControl(scenario.fault);
  return isOutage ? { ...scenario, outage } : scenario;
}

function withTimeForFix(scenario: Scenario, seed: number): Scenario {
  return {
    ...scenario,
    timeline: { ...longEnoughForFix(scenario, (timeline) => arrivalsOf({ ...scenario, timeline: { ...timeline } }, seed)) },
  };
}

/** The load of a scenario, as scheduled. */
function arrivalsOf(scenario: Scenario, seed: number): Arrival[] {
  const windows = phaseWindows(scenario.timeline);
  const { clients: tcp, outsiders: outsider } = neighboursOf(scenario);
  const { name, address } = scenario.host;
  return scheduleArrivals(
    scenario.load,
    windows,
    { tcp, outsider, host: { name, address }, ...heldBack(scenario, tcp, windows, seed) },
    seed,
  );
}

function heldBack({ newcomers }: Scenario, clients: readonly NamedHost[], windows: PhaseWindows, seed: number): Pick<Sources, 'newcomers'> {
  return newcomers === undefined
    ? {}
    : { newcomers: { hosts: drawNewcomers(clients, newcomers.share, seed), fromMs: windows.fault.startMs + newcomers.afterMs } };
}

/** Why this scenario cannot run on this server, a sentence each; empty if it can. */
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
    // mysqld binds to the address before the watch agent adds it.
    sysctls: { ...host.sysctls, 'net.ipv4.ip_nonlocal_bind': '1', 'net.ipv6.ip_nonlocal_bind': '1' },
  };
}

/**
 * After six ICMP errors, Linux sends another host no more than one a second (icmp_ratelimit, icmp(7)). If the fault consists of such
 * errors, control queries must not use them up.
 */
function controlQueryIntervalMs(fault: FaultSettings): number {
  return spendsIcmpErrors(fault) ? 5000 : 1000;
}
