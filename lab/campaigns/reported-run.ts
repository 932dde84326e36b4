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
import { keptRemedies } from './kept-remedies.ts';
import { runFacts } from './run-facts.ts';
import { newRunId, type Workbench } from './workbench.ts';

interface ReportedRunOptions extends Pick<RunOptions, 'folder' | 'evidence' | 'signal'> {
  /** The command that repeats the run. */
  readonly command: readonly string[];
  /** Default: none. */
  readonly observer?: RunObserver;
  /** Whether the hosts of a complete run stay up. Default: no. */
  readonly keep?: boolean;
  readonly sideBySide?: SideBySide;
  readonly trial?: Trial;
}

/** A complete run, judged and reported, with its hosts still up. Disposing ends them, unless they are kept. */
export interface ReportedRun extends AsyncDisposable {
  readonly runId: string;
  readonly folder: string;
  readonly record: RunRecord;
  readonly verdict: Verdict;
  /** What could not be made besides the verdict, such as one of the reports. */
  readonly problems: readonly LabError[];
  readonly hosts: RunningHosts;
}

/**
 * Makes a run, judges its record and writes its reports. For a run that failed or was interrupted, it writes them before it throws.
 *
 * @throws the failure of the run, after its hosts are gone.
 */
export async function reportedRun(workbench: Workbench, plan: Plan, options: ReportedRunOptions): Promise<ReportedRun> {
  const { folder, command, observer = unobserved, keep = false, ...rest } = options;
  const { engine, imagesFor } = workbench;
  const images = await imagesFor(plan);
  // Ctrl-C at a terminal ends esbuild's process too, but an interrupted run has reports as well: so bundling comes before the run.
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

/** Judges a record and writes its reports into its folder; returns what could not be made. @throws LabError `internal` when nothing can be written */
export function reportRun(
  record: RunRecord,
  folder: string,
  browser: BrowserCode,
): { readonly verdict: Verdict; readonly problems: readonly LabError[] } {
  const verdict = judge(record);
  const matrices = keptRemedies();
  const { files, problems } = makeEach(
    Object.fromEntries(reports.map(({ file, render }) => [file, () => render(record, verdict, browser, matrices)])),
  );
  writeRunFiles(folder, files);
  return { verdict, problems };
}
