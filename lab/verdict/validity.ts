import type { RunRecord } from '../record/run-record.ts';
import { missingEffect } from '../statistics/fault-effect.ts';
import { fellBehind, loadLag } from '../statistics/load-lag.ts';
import { countOutcomes } from '../statistics/outcome-counts.ts';
import { connects } from '../statistics/select.ts';
import { unansweredSyns } from '../statistics/unanswered.ts';
import { counted } from '../text/counted.ts';
import { stalledAgents } from './stalled-agents.ts';

/** With a smaller share of successful connects, the baseline is not a control to compare with. */
const healthyBaselinePercent = 95;

/** Why the whole run cannot be judged, a clause each. With any doubt no expectation is confirmed, and none is refuted. */
export function runDoubts(record: RunRecord): string[] {
  const { ended, problem, server, scenario } = record.manifest;
  const doubts: string[] = [];
  if (ended !== 'complete') {
    doubts.push(`the run did not complete (${ended}${problem === null ? '' : `: ${problem}`})`);
  }
  if (server === null) {
    return [...doubts, 'the server did not start'];
  }
  const unlinked = record.manifest.host.libwrap === 'unlinked';
  if (server.libwrap === unlinked) {
    doubts.push(
      unlinked
        ? 'the server is linked against libwrap, but this fix requires an unlinked server'
        : 'the server is not linked against libwrap',
    );
  }
  const baseline = countOutcomes(connects(record, 'tcp', 'baseline'));
  if (scenario.healthyBaseline && baseline.attempts === 0) {
    doubts.push('the baseline has no connects to compare with');
  } else if (scenario.healthyBaseline && (100 * baseline.ok) / baseline.attempts < healthyBaselinePercent) {
    doubts.push(`the baseline was unhealthy: ${baseline.ok} of ${counted(baseline.attempts, 'connect')} succeeded before the fault`);
  }
  const lag = loadLag(record);
  if (lag !== null && fellBehind(record)) {
    doubts.push(
      `the load generator fell behind: its connects began up to ${lag.p99.toFixed(0)} ms late (99th percentile; the budget is ${scenario.lagBudgetMs} ms)`,
    );
  }
  doubts.push(...stalledAgents(record));
  doubts.push(...unansweredSyns(record));
  const noEffect = missingEffect(record);
  if (noEffect !== null) {
    doubts.push(noEffect);
  }
  return doubts;
}
