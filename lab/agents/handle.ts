import type { CommandName, Parameters, Role } from './protocol.ts';

/** An agent as a run sees it: it takes commands, wherever it lives. */
interface AgentHandle<R extends Role> {
  request<C extends CommandName<R>>(command: C, parameters: Parameters<R, C>): Promise<unknown>;
  /** Rejects when the agent ends by itself. */
  readonly failed: Promise<never>;
}

/** The agents of one run. */
export interface Agents {
  /** The nameserver with the fault. */
  readonly dns: AgentHandle<'dns'>;
  /** The nameservers without the fault: the same agent, unless the fault stops the whole process. */
  readonly honestDns: AgentHandle<'dns'>;
  /** On the client hosts. */
  readonly clients: AgentHandle<'load'>;
  /** On the database host itself. */
  readonly local: AgentHandle<'load'>;
  readonly watch: AgentHandle<'watch'>;
}
