import { percentiles } from '../../maths/percentiles.ts';
import { reverseName } from '../../network/addresses.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { explainSlowConnects } from '../cause.ts';
import type { Measured } from '../measurement.ts';
import { connects, hostQueries, type Span, spanWindow } from '../select.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** What the database host asked the nameserver, by the ledger and without the lab's own queries. */
export const dnsQuestions = {
  lookups: {
    meaning: 'queries about the clients of a path, for each connect that the kernel handed to the server',
    unit: 'queries per connect',
    measure: lookupsPerConnect,
  },
  queries: {
    meaning: 'queries a second that reached the nameserver, or the median time it took to answer',
    unit: { perSecond: 'queries per second', answerMs: 'ms' },
    measure: queryRateOrTime,
  },
  cause: {
    meaning: 'the share of the waiting time of slow connects in which the accept thread had a DNS lookup open',
    unit: '%',
    measure(record, _settings, span) {
      const { slow, waitedMs, inLookupsMs } = explainSlowConnects(record, span);
      return { value: waitedMs === 0 ? null : (100 * inLookupsMs) / waitedMs, samples: slow };
    },
  },
} as const satisfies Partial<QuantityKinds>;

/** A connect counts whether or not its client was still there. */
function lookupsPerConnect(record: RunRecord, { path, type }: Settings['lookups'], span: Span): Measured {
  const reachedServer = connects(record, path, span).filter(({ stages }) => stages.tcpConnected !== null);
  const addresses = new Set(reachedServer.flatMap(({ source }) => (source === null ? [] : [source])));
  const names =
    type === 'PTR'
      ? new Set([...addresses].map(reverseName))
      : new Set(record.manifest.clients.filter(({ address }) => addresses.has(address)).map(({ name }) => name));
  const types = type === 'PTR' ? ['PTR'] : ['A', 'AAAA'];
  const asked = hostQueries(record, span).filter((query) => types.includes(query.type) && names.has(query.name)).length;
  const samples = reachedServer.length;
  return { value: samples === 0 ? null : asked / samples, samples };
}

function queryRateOrTime(record: RunRecord, { as }: Settings['queries'], span: Span): Measured {
  const asked = hostQueries(record, span);
  if (as === 'answerMs') {
    const times = asked.flatMap(({ receivedNs, answeredNs }) => (answeredNs === null ? [] : [(answeredNs - receivedNs) / 1e6]));
    return { value: percentiles(times)?.p50 ?? null, samples: times.length };
  }
  const { startMs, endMs } = spanWindow(span, record.manifest.windows);
  const seconds = (endMs - startMs) / 1000;
  return { value: seconds === 0 ? null : asked.length / seconds, samples: asked.length };
}
