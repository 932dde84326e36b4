import type { Affected } from '../statistics/affected-clients.ts';
import { shortNumber } from '../text/short-number.ts';
import type { JudgedExpectation, Verdict } from '../verdict/verdict-schema.ts';

/** Which clients an expectation failed for, such as "newcomers refused: batch.example.net (192.0.2.40) 9 of 9 times"; a line for each kind. */
export function affectedInWords({ affected = [], limit }: JudgedExpectation): string[] {
  return affected.map(({ who, what, hosts, more }) => {
    const named = hosts.map(({ name, address, times, of }) => `${name === address ? name : `${name} (${address})`} ${times} of ${of}`);
    const others = more === 0 ? '' : `, and ${more.toLocaleString('en-US')} more ${more === 1 ? 'host' : 'hosts'}`;
    return `${who} ${happened(what, limit)}: ${named.join(', ')} times${others}`;
  });
}

/** The same of all expectations of a run, each line with the id of its expectation. */
export function everyAffectedInWords({ expectations }: Verdict): string[] {
  return expectations.flatMap((expectation) => affectedInWords(expectation).map((words) => `${expectation.id}: ${words}`));
}

function happened(what: Affected['what'], limit: JudgedExpectation['limit']): string {
  switch (what) {
    case 'late':
      return typeof limit === 'number' ? `that waited longer than ${shortNumber(limit)} ms` : 'that waited too long';
    case 'refused':
      return 'refused';
    case 'gaveUp':
      return 'that gave up waiting';
    case 'failed':
      return 'whose connects failed';
    case 'letIn':
      return 'let in';
  }
}
