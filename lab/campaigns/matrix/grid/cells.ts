import { answersWithinMs, faultVariants } from '../../../faults/capabilities.ts';
import { type FaultSettings, faultSchema, faults } from '../../../faults/index.ts';
import { faultName } from '../../../faults/notation/fault-name.ts';
import { shareOfOutage } from '../../../faults/outages.ts';
import { folderName } from '../../../files/folder-name.ts';
import { applyFixes, type FixId, fixes } from '../../../fixes/index.ts';
import type { DatabaseHost } from '../../../model/database-host.ts';
import type { ExpectationInput } from '../../../model/expectation.ts';
import { longestTimeoutMs } from '../../../model/load.ts';
import { neighboursOf } from '../../../scenario/neighbours.ts';
import { incidentHost, incidentNetwork } from '../../../scenario/presets/incident.ts';
import { aboutClients, aboutSocket, type Part, type Standards } from '../../../scenario/presets/service-levels.ts';
import type { ScenarioInput } from '../../../scenario/scenario-schema.ts';

/** A row of the matrix: one fix, or none as the control. */
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

/** Every fault with its defaults, and the lie that an ACL by name cannot see. */
export const columns: readonly Column[] = [
  ...faults.map(({ id, title }) => ({ name: id, title, settings: faultSchema.parse({ id }) })),
  ...faultVariants.map(({ title, settings }) => ({ name: faultName(settings), title, settings })),
];

export const standards: Standards = { fastWithinMs: 1000, availablePercent: 99 };

/** The ids of the parts of a cell's fault. */
export const parts = { known: 'known', alone: 'alone', strangers: 'strangers' } as const;

/** When what happens during the fault of a column, in ms from its beginning. */
export interface CellTimes {
  /**
   * In turn: clients that were there before alone; then others that come for the first time; then strangers beside them. Each of these
   * costs a host that judges by name a lookup.
   */
  readonly parts: readonly [known: TimedPart, alone: TimedPart, strangers: TimedPart];
  readonly faultMs: number;
}
type TimedPart = Part & Required<Pick<Part, 'within'>>;

const partMs = 7000;
/** Arrivals do not keep step with a fault that comes and goes. */
const unevenly = 1.5;
/** The resolver of the incident's host gives a name up after ten seconds; one more for the way there. */
const longestLookupMs = 11_000;
/** glibc waits for nscd for 5 s before it asks itself; unbound asks again for a while before it gives a name up. */
const cacheMs = 6000;
/** Whoever comes last in a part gives up before the fault ends, so that its end does not help. */
const clientPatienceMs = 5000;

/**
 * A stranger comes first of all and alone: the ACL must have decided about one before a queue is in its way, and no client may have to wait
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
    faultMs: firstStrangerMs + 3 * lengthMs + clientPatienceMs,
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

/** Known clients, and newcomers: so many that each of them has to be looked up for the first time in its part. */
const clientCount = 12;
const newcomerCount = 10;
/** As many as come, so that each has a name of its own. */
const strangerCount = 8;
const settleMs = 500;
const baselineMs = 4000;

/** The scenario behind a cell: the incident's host, and a light load, far below what the host can take when nothing is wrong. */
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
        connectTimeoutMs: clientPatienceMs,
      },
      {
        path: 'outsider',
        arrivals: { process: 'poisson', ratePerSecond: 1, within: strangerTimes },
        turns: true,
        connectTimeoutMs: longestTimeoutMs,
      },
      { path: 'socket', arrivals: { process: 'poisson', ratePerSecond: 2, within: clientTimes }, connectTimeoutMs: clientPatienceMs },
    ],
    timeline: { settleMs, baselineMs, faultMs, recoveryMs: 1500 },
    // Nothing that is asked needs readings; many cells at once would feel their cost.
    readingIntervalMs: 2000,
    lagBudgetMs: standards.fastWithinMs / 2,
    expectations: [
      ...timed.flatMap((part) => [...aboutClients(standards, part), aboutSocket(standards, part)]),
      // A fix that limits accounts keeps outsiders out by them, and not by the ACL.
      ...outsiderOut(hostOf(row).accountHosts === undefined ? 'acl' : 'login'),
    ],
  };
}

/** One that was decided while the DNS was wrong is enough: the rules treat all strangers alike. */
function outsiderOut(by: 'acl' | 'login'): ExpectationInput[] {
  const measure = { of: 'admitted', path: 'outsider', by } as const;
  return [
    { id: 'outsider-out', text: 'The outsider never gets in', measure, atMost: 0 },
    { id: 'outsider-out-ever', text: 'nor does it afterwards', measure, phase: 'all', atMost: 0 },
  ];
}

/** The incident's host with the row's fix. */
function hostOf({ id }: Row): DatabaseHost {
  return applyFixes(incidentHost, id === 'none' ? [] : [id], neighboursOf(incidentNetwork));
}
