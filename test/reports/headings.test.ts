import { describe, expect, test } from 'vitest';
import { page } from '../../lab/reports/html/report-html.ts';
import { junit } from '../../lab/reports/junit.ts';
import { summary } from '../../lab/reports/summary.ts';
import { terminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const browser = { script: '', style: '', scriptDigest: '', styleDigest: '' };
const fault = { id: 'lossy', share: 0.2, only: { types: ['PTR'] } } as const;
const regime = { id: 'above-capacity', text: 'more clients come than the accept thread can take', when: { offeredLoad: { from: 0 } } };

function rendered(manifest: ReturnType<typeof manifestOf>): Record<string, string> {
  const record = outage(1200, { manifest });
  const verdict = judge(record);
  return Object.fromEntries([page, junit, summary, terminal].map(({ id, render }) => [id, render(record, verdict, browser, [])]));
}

describe('the heading of a run', () => {
  test('has the fault’s settings and the regime, in every report', () => {
    const all = rendered(manifestOf(smallScenario({ fault, regimes: [regime] })));
    expect(all['terminal']?.split('\n').slice(1, 3)).toEqual([
      expect.stringContaining('· fault lossy share=0.2, only PTR · seed 1'),
      '  regime above-capacity: more clients come than the accept thread can take',
    ]);
    expect(all['html']).toContain('· fault lossy share=0.2, only PTR · seed 1</p>');
    expect(all['html']).toContain('<p class="dim">regime above-capacity: more clients come than the accept thread can take</p>');
    expect(all['summary']).toContain('; fault lossy share=0.2, only PTR; seed 1');
    expect(all['summary']).toContain('regime above-capacity: more clients come than the accept thread can take');
    expect(all['junit']).toContain('regime above-capacity: more clients come than the accept thread can take');
  });

  test('is a list of properties in JUnit, where empty ones are left out', () => {
    const properties = (text: string | undefined): string[] => [...(text ?? '').matchAll(/<property [^>]*>/g)].map(([element]) => element);
    expect(properties(rendered(manifestOf(smallScenario({ fault, regimes: [regime] })))['junit'])).toEqual([
      '<property name="server" value="mariadbd 10.11.18-MariaDB, linked against libwrap"/>',
      '<property name="fault" value="lossy share=0.2, only PTR"/>',
      '<property name="seed" value="1"/>',
      '<property name="regime" value="above-capacity"/>',
    ]);
    expect(properties(rendered(manifestOf(smallScenario({ fixes: ['numeric-acl'] })))['junit'])).toContain(
      '<property name="fixes" value="numeric-acl"/>',
    );
  });

  test('has the scenario’s story, with a note where the run had another fault or other fixes', () => {
    const note = /<p class="note">(The story is that [^<]*)<\/p>/;
    const withCommand = (...given: string[]): string =>
      rendered(manifestOf(smallScenario(), { command: ['npm', 'run', 'scenario', 'small', '--', ...given] }))['html'] ?? '';
    expect(withCommand('--seed', '7')).not.toMatch(note);
    expect(withCommand('--fault', 'none').match(note)?.[1]).toBe(
      'The story is that of the scenario as written. This run changed it with --fault.',
    );
    expect(withCommand('--fix', 'nscd', '--fault', 'none').match(note)?.[1]).toBe(
      'The story is that of the scenario as written. This run changed it with --fault and --fix.',
    );
  });
});
