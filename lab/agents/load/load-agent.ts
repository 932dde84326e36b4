import { readTcpSockets } from '../../probes/probe.ts';
import { tcpStates } from '../../probes/tcp-states.ts';
import type { ConnectSample } from '../../record/samples.ts';
import type { Emit, Handlers } from '../channel.ts';
import { callAt, nowNs } from '../clock.ts';
import { firstOfEachFamily, joinNetwork } from '../interfaces.ts';
import type { Parameters } from '../protocol.ts';
import { type ConnectTask, type ConnectUnderWay, startConnect, type Target } from './connect.ts';
import { behaveOnIdentPort } from './ident-host.ts';
import { Pool } from './pool.ts';
import { Session } from './session.ts';

type Run = Parameters<'load', 'run'>;
type ArrivalToMake = Run['arrivals'][number];

/** Makes the connects of a run at their scheduled times, whether or not earlier ones have finished (an open model). */
export function createLoadAgent(emit: Emit): Handlers<'load'> {
  const underWay = new Set<ConnectUnderWay>();
  const pools = new Map<string, Pool>();
  let session: Session | undefined;
  let readingTimer: NodeJS.Timeout | undefined;
  let finished = false;
  let ownAddresses: readonly string[] = [];

  const begin = (arrival: ArrivalToMake, task: ConnectTask, target: Target, done: (sample: ConnectSample) => void): ConnectUnderWay => {
    if (task.path === 'session') {
      return openSession().startQuery(task, done);
    }
    return arrival.idleConnections === 0 ? startConnect(task, target, done) : poolOf(arrival).start(task, target, done);
  };
  const start = (run: Run, arrival: ArrivalToMake, scheduledNs: number, attempt = 1): void => {
    const task = { ...arrival, scheduledNs, attempt };
    const begun = begin(arrival, task, { ...run.target, ...run.credentials, ownAddresses }, (sample) => {
      if (begun !== undefined) {
        underWay.delete(begun);
      }
      emit(sample);
      const retryDelayMs = arrival.retryDelaysMs[attempt - 1];
      if (sample.outcome !== 'ok' && retryDelayMs !== undefined && !finished) {
        const nextNs = nowNs() + retryDelayMs * 1e6;
        callAt(nextNs, () => finished || start(run, arrival, nextNs, attempt + 1));
      }
    });
    underWay.add(begun);
  };
  const openSession = (): Session => {
    if (session === undefined) {
      throw new Error('expected the command openSession before a connect on the path "session"');
    }
    return session;
  };
  const poolOf = ({ path, source, idleConnections, quits }: ArrivalToMake): Pool => {
    const key = `${path} from ${source}`;
    const pool = pools.get(key) ?? new Pool(idleConnections, quits);
    pools.set(key, pool);
    return pool;
  };

  return {
    joinNetwork: async (parameters) => {
      await joinNetwork(parameters);
      ownAddresses = firstOfEachFamily(parameters.addresses);
    },
    ident: ({ behaviour }) => behaveOnIdentPort(behaviour),
    openSession: async ({ socketPath, credentials }) => {
      session = await Session.open(socketPath, credentials);
    },
    run: (run) => {
      const arrivals = run.arrivals.toSorted((a, b) => a.atMs - b.atMs);
      if (arrivals.some(({ path }) => path === 'session')) {
        openSession();
      }
      const timeNs = ({ atMs }: ArrivalToMake): number => run.startNs + atMs * 1e6;
      runInOrder(arrivals, timeNs, (arrival) => start(run, arrival, timeNs(arrival)));
      if (run.readTcpStatesEveryMs !== null) {
        const read = (): void =>
          emit({
            kind: 'reading',
            atNs: nowNs(),
            side: 'client',
            values: tcpStates.read({ port: run.target.port, tcpSockets: readTcpSockets() }),
          });
        readingTimer = setInterval(read, run.readTcpStatesEveryMs);
      }
    },
    finish: () => {
      finished = true;
      clearInterval(readingTimer);
      for (const connect of underWay) {
        connect.abandon();
      }
      underWay.clear();
    },
  };
}

/** Calls `action` for each item at its time. Sets one timer at a time, so a long list costs no more than a short one. */
function runInOrder<T>(items: readonly T[], timeNs: (item: T) => number, action: (item: T) => void): void {
  let next = 0;
  const step = (): void => {
    for (let item = items[next]; item !== undefined && timeNs(item) <= nowNs(); item = items[next]) {
      next += 1;
      action(item);
    }
    const upcoming = items[next];
    if (upcoming !== undefined) {
      callAt(timeNs(upcoming), step);
    }
  };
  step();
}
