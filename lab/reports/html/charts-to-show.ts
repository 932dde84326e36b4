import { whyNoQueries, whyNoQueue, whyNoTimeWait, whyNoWaits } from '../nothing-to-chart.ts';
import type { ChartData } from '../page/chart-data.ts';

/** A place for a chart that the page's program draws, or the reason why there is none. */
export interface ChartPlace {
  /** Of the element; `lab/reports/page/show-charts.ts` knows it. */
  readonly id: string;
  readonly title: string;
  /** Undefined if there is something to draw. */
  readonly missing: string | undefined;
}

/** The charts of a page, in their order. */
export function chartsToShow({ connects, acceptQueue, timeWait, queriesOpen }: ChartData): ChartPlace[] {
  const noQueries = whyNoQueries(queriesOpen.value);
  return [
    {
      id: 'connects',
      title: 'Every connect: how long its client waited, by arrival time',
      missing: whyNoWaits(connects.reduce((sum, { value }) => sum + value.length, 0)),
    },
    { id: 'accept-queue', title: 'Connections in the accept queue', missing: whyNoQueue(acceptQueue.value) },
    { id: 'time-wait', title: 'TIME_WAIT, by side', missing: whyNoTimeWait([...timeWait.server.value, ...timeWait.client.value]) },
    { id: 'queries-open', title: 'DNS queries of the database host in flight, by the ledger', missing: noQueries },
    // One sentence is enough for both charts of queries.
    ...(noQueries === undefined
      ? [{ id: 'queries-per-second', title: 'DNS queries of the database host in each second, by the ledger', missing: undefined }]
      : []),
  ];
}
