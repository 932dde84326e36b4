import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { HostAction } from '../../faults/effect-on-host.ts';
import { nowNs } from '../clock.ts';
import { giveUpAddress, takeBackAddress } from '../interfaces.ts';
import { type Listener, listen, type Received, type Transport, transports } from './dns-server.ts';

/** Time for pending messages to leave the process before it is stopped. */
const lastWordsMs = 50;

/** One address that answers queries. */
interface Service {
  readonly address: string;
  readonly port: number;
  /** Whether faults affect it. */
  readonly faults: boolean;
  readonly onQuery: (received: Received) => void;
  readonly listeners: Map<Transport, Listener>;
}

/** The sockets and addresses of the nameserver's host, and the actions of faults on them. */
export class Nameserver {
  readonly #services: Service[] = [];

  /** Answers queries at one more address. */
  async serve(address: string, port: number, faults: boolean, onQuery: (received: Received) => void): Promise<void> {
    const service: Service = { address, port, faults, onQuery, listeners: new Map() };
    await open(service, transports);
    this.#services.push(service);
  }

  /** Carries out `action`, and returns a function that undoes it. A stopped process goes on by itself at `untilNs`. */
  async act(action: HostAction, untilNs: number | null): Promise<() => Promise<void>> {
    const faulty = this.#services.filter(({ faults }) => faults);
    switch (action.kind) {
      case 'closePorts':
        await Promise.all(faulty.map((service) => close(service, action.transports)));
        return async () => void (await Promise.all(faulty.map((service) => open(service, action.transports))));
      case 'leaveNetwork': {
        const others = this.#services.filter(({ faults }) => !faults).map(({ address }) => address);
        await Promise.all(faulty.map(({ address }) => giveUpAddress(address, others)));
        return async () => void (await Promise.all(faulty.map(({ address }) => takeBackAddress(address))));
      }
      case 'freeze':
        if (untilNs === null) {
          throw new Error('cannot stop the process: expected a time at which it goes on, got none');
        }
        await wait(lastWordsMs);
        await stopThisProcess((untilNs - nowNs()) / 1e9);
        return async () => undefined;
    }
  }
}

async function open(service: Service, which: readonly Transport[]): Promise<void> {
  const { address, port, onQuery, listeners } = service;
  await Promise.all(which.map(async (transport) => listeners.set(transport, await listen(transport, address, port, onQuery))));
}

async function close({ listeners }: Service, which: readonly Transport[]): Promise<void> {
  await Promise.all(which.map((transport) => listeners.get(transport)?.close()));
}

/** Stops this process for `seconds`, and returns when it goes on. The kernel does not let process 1 stop itself. */
async function stopThisProcess(seconds: number): Promise<void> {
  const script = 'kill -STOP "$1"; sleep "$2"; kill -CONT "$1"';
  const helper = spawn('sh', ['-c', script, 'sh', String(process.pid), String(Math.max(0, seconds))], { stdio: 'ignore' });
  const [code] = (await once(helper, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`could not stop this process and let it go on: the script for that ended with exit code ${code}`);
  }
}
