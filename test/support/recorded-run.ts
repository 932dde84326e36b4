import { hostAsFiles } from '../../lab/model/host-files.ts';
import { phaseWindows } from '../../lab/model/timeline.ts';
import type { Outcome, Path, Stage } from '../../lab/model/vocabulary.ts';
import type { Overrides } from '../../lab/plan/overrides.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import type { LabEvent, QueryEvent } from '../../lab/record/events.ts';
import type { Manifest } from '../../lab/record/manifest.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import type { ConnectSample, Reading, Sample } from '../../lab/record/samples.ts';
import { incidentHost, incidentNetwork } from '../../lab/scenario/presets/incident.ts';
import { type ScenarioInput, scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';

/** The clock of a recorded run starts here: not at zero, so that code that assumes zero fails. */
export const startNs = 5_000_000_000;

export const atNs = (ms: number): number => startNs + ms * 1e6;

/** A scenario with phases of 10 s and one expectation, unless `change` has others. */
export function smallScenario(change: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    title: 'a small one',
    story: 'for tests',
    ...incidentNetwork,
    host: incidentHost,
    fault: { id: 'slow', delay: 500 },
    load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 1 } }],
    timeline: { settleMs: 0, baselineMs: 10_000, faultMs: 10_000, recoveryMs: 10_000 },
    takes: { ratePerSecond: { from: 0.1, to: 1000 }, delayMs: { from: 1, to: 60_000 } },
    expectations: [
      {
        id: 'stalls',
        text: 'clients stall',
        measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
        atLeast: { timesInjectedDelay: 2 },
        minimumSamples: 3,
      },
    ],
    ...change,
  };
}

export function manifestOf(scenario: ScenarioInput, change: Partial<Manifest> = {}, overrides: Overrides = {}): Manifest {
  const plan = makePlan('small', scenarioSchema.parse(scenario), mariadb, overrides);
  return {
    schema: 'wraplab/manifest@1',
    runId: 'r1',
    scenarioName: 'small',
    scenario: plan.scenario,
    seed: plan.seed,
    host: { ...plan.host },
    filesBeforeFixes: { ...hostAsFiles(plan.hostBeforeFixes) },
    references: plan.references,
    clients: [...plan.clients, ...plan.outsiders],
    server: {
      id: 'mariadb',
      daemon: 'mariadbd',
      port: 3306,
      version: '10.11.18-MariaDB',
      libwrap: true,
      libwrapMaps: ['/usr/lib/libwrap.so.0.7.6'],
      ldd: '',
      variables: { skip_name_resolve: 'ON' },
    },
    startNs,
    windows: phaseWindows(plan.scenario.timeline),
    versions: { wraplab: '0', node: 'v24', engine: '20.10', kernel: '6' },
    images: {},
    gitCommit: null,
    command: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    ended: 'complete',
    problem: null,
    ...change,
  };
}

let nextId = 0;

/** A connect that began `ms` after the run did; `times` are its stages. */
export function connect(
  ms: number,
  times: Partial<Record<Stage, number>>,
  more: Partial<ConnectSample> & { path?: Path; outcome?: Outcome } = {},
): ConnectSample {
  const stages = { tcpConnected: 1, greeting: null, authenticated: null, firstResult: null, refusal: null, ...times };
  const elapsedMs = Math.max(...Object.values(stages).map((value) => value ?? 0));
  return {
    kind: 'connect',
    id: nextId++,
    path: 'tcp',
    source: '198.18.1.1',
    scheduledNs: atNs(ms),
    attempt: 1,
    pooled: false,
    lagMs: 0.1,
    stages,
    outcome: 'ok',
    elapsedMs,
    error: null,
    ...more,
  };
}

export function reading(ms: number, values: Reading['values'], side: Reading['side'] = 'server'): Reading {
  return { kind: 'reading', atNs: atNs(ms), side, values };
}

export function query(ms: number, more: Partial<QueryEvent> = {}): QueryEvent {
  return {
    kind: 'query',
    receivedNs: atNs(ms),
    answeredNs: atNs(ms + 500),
    client: '198.18.0.10',
    transport: 'udp',
    name: '1.1.18.198.in-addr.arpa',
    type: 'PTR',
    fault: 'slow',
    treatment: 'delayed',
    delayMs: 500,
    rcode: 'NOERROR',
    ...more,
  };
}

/** The two changes of fault that every run has: at the start and end of its fault phase. */
export const faultEvents: readonly LabEvent[] = [
  { kind: 'fault', atNs: atNs(10_000), fault: { id: 'slow', delay: 500 } },
  { kind: 'fault', atNs: atNs(20_000), fault: { id: 'none' } },
];

/** A run with the outage: connects take 4 ms before and after the fault, and `stalledMs` under a slow DNS. */
export function outage(stalledMs: number, change: Partial<RunRecord> = {}): RunRecord {
  const samples: Sample[] = Array.from({ length: 30 }, (_, second) => {
    const greeting = second >= 10 && second < 20 ? stalledMs : 4;
    return connect(second * 1000, { greeting, authenticated: greeting + 1, firstResult: greeting + 2 });
  });
  return { manifest: manifestOf(smallScenario()), samples, events: [...faultEvents, query(11_000)], evidence: null, ...change };
}
