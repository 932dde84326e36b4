import { z } from 'zod';
import { undisturbed, undisturbedReadings } from './disturbance.ts';
import { type Percentiles, percentiles } from './histogram.ts';
import { type Path, type Phase, phases } from './paths.ts';
import type { RunRecord } from './record.ts';
import { connects, countOutcomes, queries, readings, stageTimes, usedPaths } from './stats.ts';

const percentilesSchema = z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }).nullable();
const pathSchema = z.strictObject({
  attempts: z.number(),
  ok: z.number(),
  refused: z.number(),
  timedOut: z.number(),
  failed: z.number(),
  pending: z.number(),
  /** The kernel's part of a connect. Null for `session`. */
  connectMs: percentilesSchema,
  /** Null for `session`, which has been greeted long ago. */
  greetingMs: percentilesSchema,
  firstResultMs: percentilesSchema,
  /** From the scheduled start to the server's closing the connection, of those that it refused. */
  refusalMs: percentilesSchema,
});
const phaseSchema = z.strictObject({
  paths: z.record(z.string(), pathSchema),
  dns: z.strictObject({ queries: z.number(), unanswered: z.number(), perSecond: z.number() }),
  /** The largest of each numeric reading of the database host. */
  server: z.record(z.string(), z.number()),
  client: z.record(z.string(), z.number()),
});
/** By phase: by path what became of the connects, what the nameserver was asked, and the largest readings of both sides. */
export const phaseTableSchema = z.record(z.string(), phaseSchema);
export type PhaseTable = Readonly<z.infer<typeof phaseTableSchema>>;

export function phaseTable(record: RunRecord): PhaseTable {
  const used = usedPaths(record);
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
  const samples = undisturbed(record, all);
  const hasConnect = path !== 'session';
  return {
    ...countOutcomes(all),
    connectMs: hasConnect ? trimmed(percentiles(stageTimes(samples, 'tcpConnected'))) : null,
    greetingMs: hasConnect ? trimmed(percentiles(stageTimes(samples, 'greeting'))) : null,
    firstResultMs: trimmed(percentiles(stageTimes(samples, 'firstResult'))),
    refusalMs: trimmed(percentiles(stageTimes(samples, 'refusal'))),
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

function trimmed(found: Percentiles | null): z.infer<typeof percentilesSchema> {
  if (found === null) {
    return null;
  }
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [found.p50, found.p95, found.p99, found.max].map((ms) => Number(ms.toFixed(3)));
  return { p50, p95, p99, max };
}
