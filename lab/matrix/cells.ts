import { type FaultSettings, faultSchema, faults } from '../faults/index.ts';
import { type FixId, fixes } from '../fixes/index.ts';
import { folderName } from '../folder-name.ts';
import { incidentHost, incidentNetwork } from '../incident.ts';
import type { ScenarioInput } from '../scenario.ts';
import { aboutClients, outsiderOut, type Part, type Standards } from '../three-questions.ts';

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
  {
    name: 'spoofed:forward=true',
    title: 'an outsider’s PTR claims an allowed name, and that name leads back to the outsider',
    settings: { id: 'spoofed', forward: true },
  },
];

export const standards: Standards = { fastWithinMs: 1000, availablePercent: 99 };

/** First the clients alone, then strangers beside them, each of whom costs a host that judges by name a lookup. */
export const parts = {
  alone: { id: 'alone', when: 'while no stranger comes', fromMs: 0, untilMs: 7000 },
  strangers: { id: 'strangers', when: 'while strangers come', fromMs: 7000, untilMs: 14_000 },
} as const satisfies Record<string, Part>;

/** All cells of these rows and columns, row by row. */
export function cellPlaces(ofRows: readonly Row[], ofColumns: readonly Column[]): CellPlace[] {
  return ofRows.flatMap((row) => ofColumns.map((column) => ({ row, column })));
}

/** A name for the cell's folder and for its scenario. */
export function cellName({ row, column }: CellPlace): string {
  return `${row.id}--${folderName(column.name)}`;
}

/**
 * The scenario behind a cell: the incident's host with few clients, so that a cache knows all of them before the fault; a light load,
 * far below what the host can take when nothing is wrong.
 */
export function cellScenario({ row, column }: CellPlace): ScenarioInput {
  return {
    title: `${row.id} under ${column.name}`,
    story: 'One cell of the matrix: one fix, one fault, three questions.',
    ...incidentNetwork,
    clients: { ...incidentNetwork.clients, tcp: { ...incidentNetwork.clients.tcp, count: 3 } },
    host: incidentHost,
    fixes: row.id === 'none' ? [] : [row.id],
    fault: column.settings,
    load: [
      { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 2 } },
      { path: 'outsider', arrivals: { process: 'fixed', phase: 'fault', offsetsMs: [7500, 9500, 11_500, 13_500] } },
      { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 } },
    ],
    // The fault outlasts the second part, so that its end does not help those who wait there.
    timeline: { settleMs: 500, baselineMs: 4000, faultMs: 17_000, recoveryMs: 1500 },
    // Nothing that is asked needs readings; many cells at once would feel their cost.
    readingIntervalMs: 2000,
    lagBudgetMs: standards.fastWithinMs / 2,
    expectations: [...aboutClients(standards, parts.alone), ...aboutClients(standards, parts.strangers), outsiderOut],
  };
}
