import { answersWithinMs, faultVariants } from '../../../faults/capabilities.ts';
import { type FaultSettings, faultSchema, faults } from '../../../faults/index.ts';
import { faultName } from '../../../faults/notation/fault-name.ts';
import { shareOfOutage } from '../../../faults/outages.ts';
import { folderName } from '../../../files/folder-name.ts';
import { applyFixes, type FixId, fixes } from '../../../fixes/index.ts';
import type { DatabaseHost } from '../../../model/database-host.ts';
import { longestTimeoutMs } from '../../../model/load.ts';
import { neighboursOf } from '../../../scenario/neighbours.ts';
import { incidentHost, incidentNetwork } from '../../../scenario/presets/incident.ts';
import { aboutClients, aboutOutsiders, aboutSocket, type Part, usualStandards } from '../../../scenario/presets/service-levels.ts';
import type { ScenarioInput } from '../../../scenario/scenario-schema.ts';

/** A row of the matrix: one fix, or none for the control. */
export interface Row {
  readonly id: FixId | 'none';
  readonly title: string;
  readonly kind: 'control' | 'remedy' | 'redHerring';
}

/** A column: one fault with its settings. */
export interface Column {
  /** As `--fault` takes it. */
  readonly name: string;
  readonly title: string;
  readonly settings: FaultSettings;
}

/** One fix under one fault. */
export interface CellPlace {
  readonly row: Row;
  readonly column: Column;
}

export const rows: readonly Row[] = [
  { id: 'none', title: 'the host as it is', kind: 'control' },
  ...fixes.map(({ id, title, kind }) => ({ id, title, kind })),
];

/** Every fault with its defaults, and the spoofing that an ACL by name cannot detect. */
export const columns: readonly Column[] = [
  ...faults.map(({ id, title }) => ({ name: id, title, settings: faultSchema.parse({ id }) })),
  ...faultVariants.map(({ title, settings }) => ({ name: faultName(settings), title, settings })),
];

export const standards = usualStandards;

/** The ids of the parts of a cell's fault. */
export const parts = { known: 'known', alone: 'alone', strangers: 'strangers' } as const;

/** The times of a cell's parts, in ms from the start of its fault. */
interface CellTimes {
  /** First known clients alone; then newcomers as well; then strangers as well. Newcomers and strangers cost a host that judges by name a lookup each. */
  readonly parts: readonly [known: TimedPart, alone: TimedPart, strangers: TimedPart];
  readonly faultMs: number;
}
type TimedPart = Part & Required<Pick<Part, 'within'>>;

const partMs = 7000;
/** Allowance for a fault that comes and goes: arrivals are not in step with it. */
const unevenly = 1.5;
/** The resolver of the incident's host gives up on a name after ten seconds; one more for the network. */
const longestLookupMs = 11_000;
/** glibc waits 5 s for nscd before it asks the DNS itself; unbound retries for a while before it gives up on a name. */
const cacheMs = 6000;
/** The last client gives up before the fault ends, so that the recovery does not help it. */
const clientTimeoutMs = 5000;

/**
 * The times of a cell. A stranger comes first, alone: the ACL must decide about one stranger before a queue delays it, and no client may wait
 * behind that one.
 */
export function timesOf({ row, column: { settings } }: CellPlace): CellTimes {
  const answered = answersWithinMs(settings);
  const asksCache = hostOf(row).resolverCache !== undefined;
  const firstStrangerMs = (answered === undefined ? longestLookupMs : 2 * answered + 1000) + (asksCache ? cacheMs : 0);
  const share = shareOfOutage(settings);
  const lengthMs = share === 1 ? partMs : Math.ceil((unevenly * partMs) / share);
  const at = (index: number) => ({ fromMs: firstStrangerMs + index * lengthMs, untilMs: firstStrangerMs + (index + 1) * lengthMs });
  return {
    parts: [
      { id: parts.known, when: 'while only known clients come', within: at(0) },
      { id: parts.alone, when: 'while newcomers come', within: at(1) },
      { id: parts.strangers, when: 'while strangers come', within: at(2) },
    ],
    faultMs: firstStrangerMs + 3 * lengthMs + clientTimeoutMs,
  };
}

/** All cells of these rows and columns, row by row. */
export function cellPlaces(ofRows: readonly Row[], ofColumns: readonly Column[]): CellPlace[] {
  return ofRows.flatMap((row) => ofColumns.map((column) => ({ row, column })));
}

/** A name for the cell's folder and for its scenario. */
export function cellName({ row, column }: CellPlace): string {
  return `${row.id}--${folderName(column.name)}`;
}

/** Known clients and newcomers: enough that each newcomer is looked up for the first time in its own part. */
const clientCount = 12;
const newcomerCount = 10;
/** As many as connect, so that each has a name of its own. */
const strangerCount = 8;
const settleMs = 500;
const baselineMs = 4000;

/** The scenario of a cell: the incident's host under a light load, far below the capacity of a healthy host. */
export function cellScenario({ row, column }: CellPlace): ScenarioInput {
  const fixIds = row.id === 'none' ? [] : [row.id];
  const { parts: timed, faultMs } = timesOf({ row, column });
  const [, newcomers, strangers] = timed;
  const clientTimes = [
    { phase: 'settle', fromMs: 0, untilMs: settleMs },
    { phase: 'baseline', fromMs: 0, untilMs: baselineMs },
    ...timed.map(({ within }) => ({ phase: 'fault', ...within }) as const),
  ] as const;
  const strangerTimes = [
    { phase: 'fault', fromMs: 0, untilMs: 1000 },
    { phase: 'fault', ...strangers.within },
  ] as const;
  const clients = {
    tcp: { ...incidentNetwork.clients.tcp, count: clientCount },
    outsider: { ...incidentNetwork.clients.outsider, count: strangerCount },
  };
  return {
    title: `${row.id} under ${column.name}`,
    story: 'One cell of the matrix: one fix, one fault, three questions.',
    ...incidentNetwork,
    clients,
    newcomers: { share: newcomerCount / clientCount, afterMs: newcomers.within.fromMs },
    host: incidentHost,
    fixes: fixIds,
    fault: column.settings,
    load: [
      {
        path: 'tcp',
        arrivals: { process: 'poisson', ratePerSecond: 2, within: clientTimes },
        turns: true,
        connectTimeoutMs: clientTimeoutMs,
      },
      {
        path: 'outsider',
        arrivals: { process: 'poisson', ratePerSecond: 1, within: strangerTimes },
        turns: true,
        connectTimeoutMs: longestTimeoutMs,
      },
      { path: 'socket', arrivals: { process: 'poisson', ratePerSecond: 2, within: clientTimes }, connectTimeoutMs: clientTimeoutMs },
    ],
    timeline: { settleMs, baselineMs, faultMs, recoveryMs: 1500 },
    // No expectation needs readings, and their cost adds up with many cells at once.
    readingIntervalMs: 2000,
    lagBudgetMs: standards.fastWithinMs / 2,
    expectations: [
      ...timed.flatMap((part) => [...aboutClients(standards, part), aboutSocket(standards, part)]),
      // A fix that limits accounts keeps outsiders out at login, not by the ACL.
      ...aboutOutsiders(hostOf(row).accountHosts === undefined ? 'acl' : 'login'),
    ],
  };
}

/** The incident's host with the row's fix. */
function hostOf({ id }: Row): DatabaseHost {
  return applyFixes(incidentHost, id === 'none' ? [] : [id], neighboursOf(incidentNetwork));
}
