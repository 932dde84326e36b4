import { phases } from '../model/vocabulary.ts';
import { causeInWords } from './cause-in-words.ts';
import { casesOf, junitXml } from './junit-xml.ts';
import type { Report } from './report.ts';
import { faultInWords, otherLimitsInWords, regimeInWords, serverInWords, whatWasCounted } from './run-in-words.ts';

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
        `${verdict.verdict}: ${verdict.title}`,
        otherLimitsInWords(verdict),
        ...verdict.reasons,
        regimeInWords(record),
        `${serverInWords(record, verdict)}, fault ${faultInWords(record)}, seed ${verdict.seed}`,
        causeInWords(record),
        whatWasCounted(record),
      ].filter((line) => line !== ''),
    });
  },
} as const satisfies Report;
