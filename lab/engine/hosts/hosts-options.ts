import type { AgentEvent } from '../../agents/protocol.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Engine } from '../connection/connect-engine.ts';
import type { EngineWatch } from '../containers/engine-watch.ts';
import type { Credentials } from './credentials.ts';
import type { Started } from './started-resources.ts';

/** References of the images to start. */
export interface RunImages {
  readonly agent: string;
  readonly server: string;
  /** Other images that the plan needs, by name. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface HostsOptions {
  readonly engine: Engine;
  readonly runId: string;
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly images: RunImages;
  /** Whether the hosts can outlive the lab. */
  readonly keep: boolean;
  /** Whether containers get the capabilities that only intrusive evidence needs. */
  readonly takesAllEvidence: boolean;
  readonly signal: AbortSignal;
  onEvent(event: AgentEvent, role: string): void;
  /** Called with each line of a container's error output; for the database host that is mysqld's error log. */
  onLog(role: string, line: string): void;
}

/** What each step of a start works with. */
export interface StartContext {
  readonly options: HostsOptions;
  readonly agentProgram: string;
  readonly engineWatch: EngineWatch;
  readonly started: Started;
}
