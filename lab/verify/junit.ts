import { create } from 'xmlbuilder2';
import { printable } from '../reports/printable.ts';
import type { JudgedExpectation } from '../verdict.ts';
import { type FaultResult, summary, type VerifyResult } from './result.ts';
import { warningAsText } from './warning.ts';

/**
 * The result as JUnit XML, the form that CI systems read: a suite for the folder, a case for each expectation of each fault. What
 * is inconclusive is an `error`, because no verdict was reached.
 */
export function junit(result: VerifyResult): string {
  const cases = result.faults.flatMap((fault) => casesOf(fault));
  const totals = {
    tests: cases.length,
    failures: cases.filter(({ kind }) => kind === 'failure').length,
    errors: cases.filter(({ kind }) => kind === 'error').length,
    time: result.faults.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
  };
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', { name: 'wraplab verify', ...totals });
  const suite = root.ele('testsuite', { name: legal(result.folder), ...totals });
  for (const { fault, name, kind, message, seconds } of cases) {
    const element = suite.ele('testcase', { classname: legal(`verify.${fault}`), name: legal(name), time: seconds.toFixed(3) });
    if (kind !== 'passed') {
      element.ele(kind, { message: legal(message), type: kind === 'failure' ? 'refuted' : 'inconclusive' }).txt(legal(message));
    }
  }
  const said = [summary(result), ...result.assumed, ...result.warnings.map((warning) => warningAsText(result.folder, warning))];
  suite.ele('system-out').txt(legal(said.join('\n')));
  return `${root.end({ prettyPrint: true })}\n`;
}

interface Case {
  readonly fault: string;
  readonly name: string;
  readonly kind: 'passed' | 'failure' | 'error';
  readonly message: string;
  readonly seconds: number;
}

function casesOf({ fault, verdict, reasons, expectations, seconds }: FaultResult): Case[] {
  if (expectations.length === 0) {
    const kind = verdict === 'refuted' ? 'failure' : 'error';
    return [{ fault, name: 'the run', kind, message: reasons.join('\n'), seconds }];
  }
  return expectations.map((expectation) => ({
    fault,
    name: expectation.text,
    kind: ({ confirmed: 'passed', refuted: 'failure', inconclusive: 'error' } as const)[expectation.verdict],
    message: messageOf(expectation, reasons),
    // A run's time is that of its first case, so that the sum of all is what it took.
    seconds: expectation === expectations[0] ? seconds : 0,
  }));
}

function messageOf({ verdict, reason }: JudgedExpectation, reasons: readonly string[]): string {
  return verdict === 'inconclusive' && reasons.length > 0 ? `${reason}: ${reasons.join('; ')}` : reason;
}

/** XML 1.0 has no way at all to write most control characters, lone surrogates and U+FFFE and U+FFFF (section 2.2). */
function legal(text: string): string {
  return printable(text).replace(
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
