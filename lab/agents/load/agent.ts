import { tcpStates } from '../../probes/tcp-states.ts';
import type { Emit, Handlers } from '../channel.ts';
import { callAt, nowNs } from '../clock.ts';
import { joinNetwork } from '../network.ts';
import type { Parameters } from '../protocol.ts';
import { type ConnectUnderWay, Session, startConnect } from './connect.ts';

const readingIntervalMs = 250;

/** Makes the connects of a run at their scheduled times, whatever became of earlier ones (an open model). */
export function createLoadAgent(emit: Emit): Handlers<'load'> {
  const underWay = new Set<ConnectUnderWay>();
  let session: Session | undefined;
  let readingTimer: NodeJS.Timeout | undefined;

  const start = (parameters: Parameters<'load', 'run'>, arrival: Parameters<'load', 'run'>['arrivals'][number]): void => {
    const task = { ...arrival, scheduledNs: parameters.startNs + arrival.atMs * 1e6 };
    const target = { ...parameters.target, ...parameters.credentials };
    const begun = begin(task, target, (sample) => {
      if (begun !== undefined) {
        underWay.delete(begun);
      }
      emit(sample);
    });
    underWay.add(begun);
  };
  const begin: typeof startConnect = (task, target, done) => {
    if (task.path !== 'session') {
      return startConnect(task, target, done);
    }
    if (session === undefined) {
      throw new Error('the path "session" needs the command openSession first');
    }
    return session.startQuery(task, done);
  };

  return {
    joinNetwork,
    openSession: async ({ socketPath, credentials }) => {
      session = await Session.open(socketPath, credentials);
    },
    run: (parameters) => {
      const arrivals = parameters.arrivals.toSorted((a, b) => a.atMs - b.atMs);
      if (session === undefined && arrivals.some(({ path }) => path === 'session')) {
        throw new Error('the path "session" needs the command openSession first');
      }
      runInOrder(
        arrivals,
        (arrival) => parameters.startNs + arrival.atMs * 1e6,
        (arrival) => start(parameters, arrival),
      );
      if (parameters.readTcpStates) {
        const read = (): void =>
          emit({ kind: 'reading', atNs: nowNs(), side: 'client', values: tcpStates.read({ port: parameters.target.port }) });
        readingTimer = setInterval(read, readingIntervalMs);
      }
    },
    finish: () => {
      clearInterval(readingTimer);
      for (const connect of underWay) {
        connect.abandon();
      }
      underWay.clear();
    },
  };
}

/** Calls `action` for each item at its time; one timer at a time, so that a long list costs no more than a short one. */
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
