import type { Engine } from '../engine/connection/connect-engine.ts';
import type { RunImages } from '../engine/hosts/hosts-options.ts';
import type { EvidenceLevel } from '../evidence/level.ts';
import type { Plan } from '../plan/plan.ts';
import type { TriedCommand } from '../process/tried-command.ts';
import type { Manifest } from '../record/manifest.ts';
import type { RunObserver } from './observer.ts';

/** Gates for runs side by side: starting and removing hosts must not disturb what other runs measure. */
export interface SideBySide {
  /** Called when the hosts are up and the server accepts sessions. The phases begin when it resolves. */
  hostsUp(): Promise<void>;
  /** Called when the phases are over. Everything after them begins when it resolves. */
  measured(): Promise<void>;
}

export interface RunOptions {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly images: RunImages;
  readonly runId: string;
  readonly folder: string;
  /** Whether the hosts of a complete run stay up. */
  readonly keep: boolean;
  readonly evidence: EvidenceLevel;
  readonly facts: Pick<Manifest, 'versions' | 'gitCommit' | 'command'>;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
  /** Given when other runs go on at the same time. Default: none. */
  readonly sideBySide?: SideBySide;
  /** Commands to run once on the database host, as the server's user, before the phases begin. Default: none. */
  readonly trial?: Trial;
}

/** Commands from the host's own files whose duration is measured. */
export interface Trial {
  readonly commands: readonly string[];
  /** Called with the result of each command, in their order. */
  done(tried: readonly TriedCommand[]): void;
}
