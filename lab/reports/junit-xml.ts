import { create } from 'xmlbuilder2';
import { legal } from '../text/xml-text.ts';
import type { JudgedExpectation } from '../verdict/verdict-schema.ts';
import { affectedInWords } from './affected-in-words.ts';

/** One test case, as CI systems show it. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly kind: 'passed' | 'failure' | 'error';
  /** Why it has not passed; empty if it has. */
  readonly message: string;
  readonly seconds: number;
}

interface JunitSuite {
  /** The command that made it, such as "wraplab verify". */
  readonly by: string;
  readonly name: string;
  readonly seconds: number;
  /** Settings of the run, by name; empty ones are left out. Default: none. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly cases: readonly JunitCase[];
  /** Lines for `system-out`, beside the cases. */
  readonly said: readonly string[];
}

/** One suite as JUnit XML. An inconclusive expectation is an `error`, because no verdict was reached. */
export function junitXml({ by, name, seconds, properties = {}, cases, said }: JunitSuite): string {
  const totals = {
    tests: cases.length,
    failures: cases.filter(({ kind }) => kind === 'failure').length,
    errors: cases.filter(({ kind }) => kind === 'error').length,
    time: seconds.toFixed(3),
  };
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', { name: by, ...totals });
  const suite = root.ele('testsuite', { name: plainText(name), ...totals });
  const given = Object.entries(properties).filter(([, value]) => value !== '');
  const list = given.length === 0 ? undefined : suite.ele('properties');
  for (const [name, value] of given) {
    list?.ele('property', { name, value: plainText(value) });
  }
  for (const each of cases) {
    const element = suite.ele('testcase', {
      classname: plainText(each.classname),
      name: plainText(each.name),
      time: each.seconds.toFixed(3),
    });
    if (each.kind !== 'passed') {
      const message = plainText(each.message);
      element.ele(each.kind, { message, type: each.kind === 'failure' ? 'refuted' : 'inconclusive' }).txt(message);
    }
  }
  suite.ele('system-out').txt(plainText(said.join('\n')));
  return `${root.end({ prettyPrint: true })}\n`;
}

/** A case for each expectation of a run. The first one has the run's whole time, so that the sum is right. */
export function casesOf(
  classname: string,
  expectations: readonly JudgedExpectation[],
  reasons: readonly string[],
  seconds: number,
): JunitCase[] {
  return expectations.map((expectation, index) => ({
    classname,
    name: expectation.text,
    kind: ({ confirmed: 'passed', refuted: 'failure', inconclusive: 'error' } as const)[expectation.verdict],
    message: messageOf(expectation, reasons),
    seconds: index === 0 ? seconds : 0,
  }));
}

function messageOf(expectation: JudgedExpectation, reasons: readonly string[]): string {
  const { verdict, reason } = expectation;
  const why = verdict === 'inconclusive' && reasons.length > 0 ? `${reason}: ${reasons.join('; ')}` : reason;
  return [why, ...affectedInWords(expectation)].join('\n');
}

/**
 * Text for xmlbuilder2. The library does not escape an ampersand that begins what looks like an entity, such as `&lt;`, `&nbsp;` or `&#0;`,
 * because it assumes that the text is escaped already. A server's log is not, and XML knows neither of the last two.
 */
function plainText(raw: string): string {
  return legal(raw).replace(/&(?=[A-Za-z]+;|#\d+;)/g, '&amp;');
}
