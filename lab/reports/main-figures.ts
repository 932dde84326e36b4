import { shortNumber } from '../text/short-number.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import { waitText } from './phase-rows.ts';

/** A figure before the fault and in the fault phase; “–” where a phase has none. */
interface MainFigure {
  readonly what: string;
  readonly before: string;
  readonly during: string;
}

type PhaseFigures = NonNullable<Verdict['phases'][string]>;
type Read = (phase: PhaseFigures) => string | null;

const most = 4;

/** What tells most about a host: are new connections fast, do they succeed, are outsiders kept out, and do connections queue. The others stand in for one that the run does not have. */
const candidates: readonly { readonly what: string; readonly read: Read }[] = [
  { what: 'Wait of clients on the network (95th percentile)', read: wait('tcp') },
  { what: 'Their connects that succeeded', read: succeeded('tcp') },
  { what: 'Connects of outsiders that succeeded', read: succeeded('outsider') },
  { what: 'Connections in the accept queue (most)', read: ({ server }) => number(server['acceptQueueDepth']) },
  { what: 'Wait at the Unix socket (95th percentile)', read: wait('socket') },
  { what: 'Connects through the Unix socket that succeeded', read: succeeded('socket') },
  { what: 'Wait of clients on the database host, over TCP (95th percentile)', read: wait('localTcp') },
];

/** The four figures that matter most, of those that the run has. */
export function mainFigures({ phases }: Pick<Verdict, 'phases'>): MainFigure[] {
  const { baseline, fault } = phases;
  return candidates
    .map(({ what, read }) => ({ what, values: [baseline, fault].map((phase) => (phase === undefined ? null : read(phase))) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .slice(0, most)
    .map(({ what, values: [before, during] }) => ({ what, before: before ?? '–', during: during ?? '–' }));
}

export const mainFigureColumns = ['', 'before', 'in the fault phase'];

function wait(path: string): Read {
  return ({ paths }) => {
    const times = paths[path]?.waitMs;
    return times == null ? null : `${waitText(times, 'p95')} ms`;
  };
}

function succeeded(path: string): Read {
  return ({ paths }) => {
    const row = paths[path];
    return row === undefined || row.attempts === 0 ? null : `${row.ok} of ${row.attempts}`;
  };
}

function number(value: number | undefined): string | null {
  return value === undefined ? null : shortNumber(value);
}
