import { casesOf, type JunitCase, junitXml } from '../../../reports/junit-xml.ts';
import { warningAsText } from '../access/warning.ts';
import { type FaultResult, summary, type VerifyResult } from './result.ts';

/** The result as JUnit XML, the form that CI systems read: a suite for the folder, a case for each expectation of each fault. */
export function junit(result: VerifyResult): string {
  return junitXml({
    by: 'wraplab verify',
    name: result.folder,
    seconds: result.faults.reduce((sum, { seconds }) => sum + seconds, 0),
    cases: result.faults.flatMap(casesOfFault),
    said: [summary(result), ...result.assumed, ...result.warnings.map((warning) => warningAsText(result.folder, warning))],
  });
}

function casesOfFault({ fault, verdict, reasons, expectations, seconds }: FaultResult): JunitCase[] {
  const classname = `verify.${fault}`;
  if (expectations.length > 0) {
    return casesOf(classname, expectations, reasons, seconds);
  }
  return [{ classname, name: 'the run', kind: verdict === 'refuted' ? 'failure' : 'error', message: reasons.join('\n'), seconds }];
}
