import { z } from 'zod';
import { type Path, type Phase, paths, phases, type Stage } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import { countOutcomes } from './outcome-counts.ts';
import { asSeen, type SeenWait, seenWaits, waitStatistic } from './seen-waits.ts';
import { connects, queries, readings } from './select.ts';
import { undisturbedReadings } from './tool-interference.ts';
import { tookTo } from './waited.ts';

const shown = ['p50', 'p95', 'p99', 'max'] as const;
const percentilesSchema = z
  .strictObject({
    p50: z.number(),
    p95: z.number(),
    p99: z.number(),
    max: z.number(),
    /** Which of these are lower bounds, because too few waits were seen to end. */
    longerThan: z.array(z.enum(shown)).exactOptional(),
    /** The bounds of those that are uncertain because evidence held connects up. */
    within: z.partialRecord(z.enum(shown), z.strictObject({ low: z.number(), high: z.number() })).exactOptional(),
  })
  .nullable();
const pathSchema = z.strictObject({
  attempts: z.number(),
  ok: z.number(),
  refused: z.number(),
  timedOut: z.number(),
  failed: z.number(),
  pending: z.number(),
  /** What the path's clients waited, however their connects ended. */
  waitMs: percentilesSchema,
  /** The kernel's part of a connect. Null for `session`. */
  connectMs: percentilesSchema,
  /** Null for `session`, which was greeted long before. */
  greetingMs: percentilesSchema,
  firstResultMs: percentilesSchema,
  /** From the scheduled start until the server closed the connection, for connects that it refused. */
  refusalMs: percentilesSchema,
});
const phaseSchema = z.strictObject({
  paths: z.record(z.string(), pathSchema),
  dns: z.strictObject({ queries: z.number(), unanswered: z.number(), perSecond: z.number() }),
  /** The largest value of each numeric reading of the database host. */
  server: z.record(z.string(), z.number()),
  client: z.record(z.string(), z.number()),
});
/** For each phase: how the connects of each path ended, what the nameserver was asked, and the largest readings of both sides. */
export const phaseTableSchema = z.record(z.string(), phaseSchema);
export type PhaseTable = Readonly<z.infer<typeof phaseTableSchema>>;

export function phaseTable(record: RunRecord): PhaseTable {
  const used = paths.filter((path) => connects(record, path, 'all').length > 0);
  return Object.fromEntries(
    phases.map((phase) => [
      phase,
      {
        paths: Object.fromEntries(used.map((path) => [path, pathRow(record, path, phase)])),
        dns: dnsRow(record, phase),
        server: largestReadings(record, 'server', phase),
        client: largestReadings(record, 'client', phase),
      },
    ]),
  );
}

function pathRow(record: RunRecord, path: Path, phase: Phase): z.infer<typeof pathSchema> {
  const all = connects(record, path, phase);
  const hasConnect = path !== 'session';
  const stage = (name: Stage) =>
    trimmed(
      asSeen(
        record,
        all.flatMap((sample) => tookTo(sample, name)),
      ),
    );
  return {
    ...countOutcomes(all),
    waitMs: trimmed(seenWaits(record, all)),
    connectMs: hasConnect ? stage('tcpConnected') : null,
    greetingMs: hasConnect ? stage('greeting') : null,
    firstResultMs: stage('firstResult'),
    refusalMs: all.some(({ stages }) => stages.refusal !== null) ? stage('refusal') : null,
  };
}

function dnsRow(record: RunRecord, phase: Phase): z.infer<typeof phaseSchema>['dns'] {
  const asked = queries(record, phase);
  const { startMs, endMs } = record.manifest.windows[phase];
  const seconds = (endMs - startMs) / 1000;
  return {
    queries: asked.length,
    unanswered: asked.filter(({ answeredNs }) => answeredNs === null).length,
    perSecond: seconds === 0 ? 0 : Number((asked.length / seconds).toFixed(2)),
  };
}

function largestReadings(record: RunRecord, side: 'server' | 'client', phase: Phase): Record<string, number> {
  const largest: Record<string, number> = {};
  for (const { values } of undisturbedReadings(record, readings(record, side, phase))) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'number') {
        largest[name] = Math.max(value, largest[name] ?? value);
      }
    }
  }
  return largest;
}

function trimmed(waits: readonly SeenWait[]): z.infer<typeof percentilesSchema> {
  const found = shown.flatMap((statistic) => {
    const each = waitStatistic(waits, statistic);
    return each === null ? [] : [{ ...each, statistic, ms: rounded(each.ms) }];
  });
  const [p50, p95, p99, max] = found.map(({ ms }) => ms);
  if (p50 === undefined || p95 === undefined || p99 === undefined || max === undefined) {
    return null;
  }
  const longerThan = found.filter(({ isLowerBound }) => isLowerBound).map(({ statistic }) => statistic);
  const within = found.flatMap(({ statistic, isLowerBound, bounds }) =>
    bounds === null || isLowerBound || bounds.low === bounds.high
      ? []
      : [[statistic, { low: rounded(bounds.low), high: rounded(bounds.high) }] as const],
  );
  return {
    p50,
    p95,
    p99,
    max,
    ...(longerThan.length === 0 ? {} : { longerThan }),
    ...(within.length === 0 ? {} : { within: Object.fromEntries(within) }),
  };
}

function rounded(ms: number): number {
  return Number(ms.toFixed(3));
}
