import { isControl } from '../faults/capabilities.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import type { CauseInWords } from './cause-in-words.ts';

/** The verdict in a word or two. For a run that asks about fixes it says whether they hold. */
export function verdictInWords({ verdict, question, fixes }: Pick<Verdict, 'verdict' | 'question' | 'fixes'>): string {
  if (question === undefined || verdict === 'inconclusive') {
    return verdict;
  }
  const isOne = fixes.length === 1;
  return verdict === 'confirmed' ? (isOne ? 'fix holds' : 'fixes hold') : isOne ? 'fix does not hold' : 'fixes do not hold';
}

/** What stands beside the verdict: the answer to the question of the run, or the scenario's title. */
export function subjectInWords({ question, title }: Pick<Verdict, 'question' | 'title'>): string {
  return question?.answer ?? title;
}

/** What to know about the verdict, a sentence each: which scenario the fixes were tried in, and what a run without a fault cannot tell. */
export function verdictNotes({ manifest: { scenario } }: Pick<RunRecord, 'manifest'>, { question, title, fixes }: Verdict): string[] {
  const tried = question === undefined ? [] : [`${fixes.length === 1 ? 'Tried' : 'Tried together'} in the scenario “${title}”.`];
  const isIdle = fixes.length > 0 && isControl(scenario.fault);
  return [...tried, ...(isIdle ? ['The DNS was healthy in this run, so it does not tell whether a fix holds under a fault.'] : [])];
}

/** The cause for the top of a report, in one sentence; empty if there is none, or if the fixes kept the outage away. */
export function topCause({ short }: CauseInWords, { question, verdict }: Pick<Verdict, 'question' | 'verdict'>): string {
  return question !== undefined && verdict === 'confirmed' ? '' : short;
}

/** The regime of a run, for its header; empty if it has none. With fixes it describes the scenario without them. */
export function regimeInWords({ manifest: { scenario } }: Pick<RunRecord, 'manifest'>, { question }: Pick<Verdict, 'question'>): string {
  const { regime } = scenario;
  const of = question === undefined ? 'regime' : 'regime without fixes:';
  return regime === undefined ? '' : `${of} ${regime.id}: ${regime.text}`;
}

/** The heads of the table of signs, and what it is. */
export const signsTitle = 'What the outage looks like in this scenario; not judged here';
export const signColumns = ['as in the outage', 'expectation without fixes', 'measured', 'limit'];

/** Whether a run with fixes looks like the outage in one respect. */
export function likeOutage({ verdict }: { readonly verdict: Verdict['verdict'] }): 'yes' | 'no' | 'unknown' {
  return ({ confirmed: 'yes', refuted: 'no', inconclusive: 'unknown' } as const)[verdict];
}
