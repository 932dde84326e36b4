import type { BrowserCode } from '../bundling/report-page.ts';
import { bundlePage } from '../bundling/report-page.ts';
import type { RunningHosts } from '../engine/hosts/start-hosts.ts';
import { withAftermath } from '../errors/cleanup-failures.ts';
import type { LabError } from '../errors/lab-error.ts';
import type { Plan } from '../plan/plan.ts';
import { writeRunFiles } from '../record/recorder.ts';
import type { RunRecord } from '../record/run-record.ts';
import { makeEach } from '../reports/each.ts';
import { reports } from '../reports/index.ts';
import { type RunObserver, unobserved } from '../run/observer.ts';
import { run } from '../run/run.ts';
import type { RunOptions, SideBySide, Trial } from '../run/run-options.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import { runFacts } from './run-facts.ts';
import { newRunId, type Workbench } from './workbench.ts';

export interface ReportedRunOptions extends Pick<RunOptions, 'folder' | 'evidence' | 'signal'> {
  /** What is typed to make the run again. */
  readonly command: readonly string[];
  /** Default: nobody. */
  readonly observer?: RunObserver;
  /** Whether the hosts of a run that is complete stay up. Default: no. */
  readonly keep?: boolean;
  readonly sideBySide?: SideBySide;
  readonly trial?: Trial;
}

/** A run that is complete, judged and reported, with its hosts still up. Disposing ends them (unless they are to be kept). */
export interface ReportedRun extends AsyncDisposable {
  readonly runId: string;
  readonly folder: string;
  readonly record: RunRecord;
  readonly verdict: Verdict;
  /** What could not be made of the run beside its verdict, such as one of its reports. */
  readonly problems: readonly LabError[];
  readonly hosts: RunningHosts;
}

/**
 * Makes a run, judges its record and writes its reports; also those of a run that failed or was interrupted, before it throws.
 *
 * @throws what made the run fail. Its hosts are gone then.
 */
export async function reportedRun(workbench: Workbench, plan: Plan, options: ReportedRunOptions): Promise<ReportedRun> {
  const { folder, command, observer = unobserved, keep = false, ...rest } = options;
  const { engine, imagesFor } = workbench;
  const images = await imagesFor(plan);
  // A terminal's Ctrl-C ends esbuild's process as well, and an interrupted run has reports: what they need is made before it begins.
  const [browser, facts] = await Promise.all([bundlePage(), runFacts(command)]);
  const runId = newRunId();
  const finished = await run({ ...rest, plan, engine, images, runId, folder, keep, facts, observer });
  await using opened = new AsyncDisposableStack();
  opened.use(finished);
  const { verdict, problems: unreported } = reportRun(finished.record, folder, browser);
  const problems = [...finished.problems, ...unreported];
  if (finished.hosts === null) {
    throw withAftermath(finished.failure, problems);
  }
  const stack = opened.move();
  const dispose = (): Promise<void> => stack.disposeAsync();
  return { runId, folder, record: finished.record, verdict, problems, hosts: finished.hosts, [Symbol.asyncDispose]: dispose };
}

/** Judges a record and writes its reports into its folder; says what could not be made. @throws LabError `internal` when nothing can be written. */
export function reportRun(
  record: RunRecord,
  folder: string,
  browser: BrowserCode,
): { readonly verdict: Verdict; readonly problems: readonly LabError[] } {
  const verdict = judge(record);
  const { files, problems } = makeEach(
    Object.fromEntries(reports.map(({ file, render }) => [file, () => render(record, verdict, browser)])),
  );
  writeRunFiles(folder, files);
  return { verdict, problems };
}
