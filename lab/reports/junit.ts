import { phases } from '../model/vocabulary.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import { causeInWords } from './cause-in-words.ts';
import { limitText, measuredText } from './figures.ts';
import { casesOf, junitXml } from './junit-xml.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, serverInWords, whatWasCounted } from './run-in-words.ts';
import { likeOutage, regimeInWords, signColumns, signsTitle, subjectInWords, verdictInWords, verdictNotes } from './verdict-in-words.ts';

/** For CI systems: a suite for the scenario, and a case for each of its expectations. */
export const junit = {
  id: 'junit',
  title: 'CI systems: a suite for the scenario, and a case for each expectation',
  file: 'junit.xml',
  render: (record, verdict) => {
    const { windows } = record.manifest;
    const seconds = windows[phases.at(-1) ?? 'recovery'].endMs / 1000;
    return junitXml({
      by: 'wraplab scenario',
      name: verdict.scenario,
      seconds,
      properties: {
        server: serverInWords(record, verdict),
        fault: faultInWords(record),
        fixes: verdict.fixes.join(', '),
        seed: String(verdict.seed),
        regime: record.manifest.scenario.regime?.id ?? '',
      },
      cases: casesOf(`scenario.${verdict.scenario}`, verdict.expectations, verdict.reasons, seconds),
      said: [
        `${verdictInWords(verdict)}: ${subjectInWords(verdict)}`,
        ...verdictNotes(record, verdict),
        otherLimitsInWords(verdict),
        ...verdict.reasons,
        regimeInWords(record, verdict),
        `${serverInWords(record, verdict)}, fault ${faultInWords(record)}, seed ${verdict.seed}`,
        causeInWords(record),
        whatWasCounted(record),
        ...signLines(verdict),
      ].filter((line) => line !== ''),
    });
  },
} as const satisfies Report;

/** What the outage looks like, for a run that asks about fixes: lines beside the cases, because they decide nothing. */
function signLines({ question }: Verdict): string[] {
  const lines = question?.signs.map((sign) => `  ${likeOutage(sign)}: ${sign.text} (${measuredText(sign)}; ${limitText(sign)})`) ?? [];
  return lines.length === 0 ? [] : [`${signsTitle} (${signColumns[0]}: expectation)`, ...lines];
}
