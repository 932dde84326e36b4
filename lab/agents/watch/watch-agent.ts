import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { probes } from '../../probes/index.ts';
import { type ProbeContext, readTcpSockets } from '../../probes/probe.ts';
import type { Emit, Handlers } from '../channel.ts';
import { callAt, elapsedMs, nowNs } from '../clock.ts';
import { endWith } from '../end-with.ts';
import { loadFirewall } from '../firewall.ts';
import { joinNetwork } from '../interfaces.ts';
import type { Parameters, ServerFacts } from '../protocol.ts';
import { AclReads } from './acl-reads.ts';
import { ControlQueries } from './ask-control-queries.ts';
import { StatusSession } from './status-session.ts';
import { EvidenceTaker } from './take-evidence.ts';

/** Reads the database host from inside its network and process namespaces: /proc, and the server's counters through one session. */
export function createWatchAgent(emit: Emit): Handlers<'watch'> {
  let attached: { readonly facts: ServerFacts; readonly status: StatusSession } | undefined;
  let controlQueries: ControlQueries | undefined;
  let aclReads: AclReads | undefined;
  let evidence: EvidenceTaker | undefined;
  let readingTimer: NodeJS.Timeout | undefined;

  const observe = (parameters: Parameters<'watch', 'observe'>): void => {
    const { port, operatorPort, intervalMs, nameserver, controlQuestions, controlQueryIntervalMs, traceReads, forgetHosts } = parameters;
    if (attached === undefined) {
      throw new Error('expected the command attach before observe');
    }
    const { facts, status } = attached;
    const context: Omit<ProbeContext, 'tcpSockets'> = {
      pid: facts.pid,
      port,
      operatorPort,
      backLog: Number(facts.variables.back_log),
      architecture: process.arch,
    };
    aclReads = traceReads === null ? undefined : new AclReads(facts.pid, traceReads);
    readingTimer = setInterval(() => {
      const now = { ...context, tcpSockets: readTcpSockets() };
      const values = Object.assign({}, ...probes.map((probe) => probe.read(now)), status.takeLatest(), aclReads?.values());
      emit({ kind: 'reading', atNs: nowNs(), side: 'server', values });
    }, intervalMs);
    if (forgetHosts !== null) {
      // Without this the scenario does not test what it claims, so a failure ends the agent.
      callAt(forgetHosts.atNs, () => void status.run(forgetHosts.sql).catch(endWith));
    }
    controlQueries = new ControlQueries(nameserver, controlQuestions, controlQueryIntervalMs, emit);
  };

  return {
    joinNetwork,
    loadFirewall: ({ ruleset }) => loadFirewall(ruleset),
    attach: async (parameters) => {
      const status = await openStatusSession(parameters);
      const pid = findProcess(parameters.daemon);
      const facts = { pid, ...(await status.describeServer()), libwrapMaps: libwrapMaps(pid) };
      attached = { facts, status };
      return facts;
    },
    clock: () => nowNs(),
    observe,
    takeEvidence: (parameters) => {
      if (attached === undefined) {
        throw new Error('expected the command attach before takeEvidence');
      }
      evidence = new EvidenceTaker(parameters, attached.facts.pid, attached.status, emit);
    },
    finishEvidence: async () => (await evidence?.finish()) ?? [],
    finish: () => {
      clearInterval(readingTimer);
      controlQueries?.finish();
      aclReads?.finish();
    },
  };
}

/** Tries until the server listens on its socket, for at most `timeoutMs`. */
async function openStatusSession({ socketPath, credentials, timeoutMs }: Parameters<'watch', 'attach'>): Promise<StatusSession> {
  const beganNs = nowNs();
  for (;;) {
    try {
      return await StatusSession.open(socketPath, credentials);
    } catch (error) {
      if (elapsedMs(beganNs) > timeoutMs) {
        throw new Error(
          `expected the server to accept a session on ${socketPath} within ${timeoutMs} ms, got: ${(error as Error).message}`,
        );
      }
      await wait(50);
    }
  }
}

/** The id of the process whose program is called `daemon`. */
function findProcess(daemon: string): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [, program] = /^\d+ \((.*)\) /.exec(readIfThere(`/proc/${entry}/stat`)) ?? [];
    if (program === daemon) {
      return Number(entry);
    }
  }
  throw new Error(`expected a process called ${daemon} on the database host, got none`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process ended after it was listed.
    return '';
  }
}

/** The libwrap files in /proc/PID/maps: proof that the running process has loaded it. */
function libwrapMaps(pid: number): string[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n');
  return [...new Set(lines.filter((line) => line.includes('libwrap')).map((line) => line.replace(/^.*\s(?=\/)/, '')))];
}
