import { describe, expect, test } from 'vitest';
import { bundleVerifyStyle } from '../../../lab/bundling/verify-page.ts';
import type { Warning } from '../../../lab/campaigns/verify/access/warning.ts';
import { excerptOf } from '../../../lab/campaigns/verify/results/page/excerpt-of-file.ts';
import { verifyPage } from '../../../lab/campaigns/verify/results/page/verify-html.ts';
import { fails, judged, passes, resultOf, shownOf } from '../../support/verified.ts';

const style = { style: '', styleDigest: 'sha256-0' };
const warning = (file: string, line: number, text: string, weight: Warning['weight'] = 'warning'): Warning => ({
  file,
  line,
  weight,
  text,
});
const pageOf = (...shown: Parameters<typeof shownOf>) => verifyPage(shownOf(...shown), style);
/** The page's text, without markup. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the index page of verify', () => {
  test('has the folder’s verdict, a row for each fault with its answers, and the clients by name', () => {
    const text = textOf(pageOf(resultOf([passes, fails]), {}));
    expect(text).toContain('✘ FAIL my-etc 1 of 2 faults passed, 1 failed, on mariadbd 10.11.18.');
    expect(text).toContain('✔ none ✔ 5 ms – ✔ 0 ms –');
    expect(text).toContain(
      '✘ dead ✔ 5 ms ✘ 77.5 % – – available-newcomers: expected at least 99 %, measured 77.5 % newcomers refused: batch.corp.example (10.51.1.7) 9 of 9 times',
    );
  });

  test('shows each finding at its line, counts them, and lists those about files that were not read', () => {
    const files = { 'hosts.allow': 'ALL: .corp\nALL: 10.\n', 'hosts.deny': 'ALL: ALL\n' };
    const page = pageOf(resultOf([passes], [warning('hosts.allow', 2, 'a prefix'), warning('my.cnf', 1, 'missing', 'note')]), files);
    expect(textOf(page)).toContain('1 warning, 1 note. A warning');
    expect(textOf(page)).toContain('note my.cnf: missing');
    expect(textOf(page)).toContain('hosts.allow 1 warning 1 ALL: .corp 2 ALL: 10. warning a prefix');
    expect(page).toContain('<details open><summary><code>hosts.allow</code>');
    expect(page).toContain('<details><summary><code>hosts.deny</code></summary>');
  });

  test('says what changed since the last verify, and nothing if none was found', () => {
    const changes = { since: '2026-01-01T10:20:30.000Z', said: ['hosts.allow has changed'] };
    expect(textOf(pageOf(resultOf([passes], [], changes), {}))).toContain(
      'What changed Since the last verify of this folder (2026-01-01 10:20 UTC): hosts.allow has changed',
    );
    expect(pageOf(resultOf([passes]), {})).not.toContain('What changed');
  });

  test('does not praise speed if everybody is refused, and explains findings and links only if there are any', () => {
    const refused = {
      ...fails,
      expectations: [judged('fast-known', 'confirmed', 12), judged('available-known', 'refuted', 0, { unit: '%' })],
    };
    const text = textOf(pageOf(resultOf([refused]), {}));
    expect(text).toContain('✘ dead refused in 12 ms ✘ 0 %');
    expect(text).toContain('Two figures: known clients (connected before the fault) / newcomers. fault fast');
    expect(text).toContain('Files No findings. Run again');
  });

  test('links a fault to the report of its run, if that exists', () => {
    const page = pageOf(resultOf([passes, fails]), {}, (run) => (run === 'runs/dead' ? 'runs/dead/report.html' : null));
    expect([...page.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)].map(([, href, text]) => [href, text])).toEqual([
      ['runs/dead/report.html', '<code>dead</code>'],
    ]);
  });

  test('escapes what files, servers and warnings say, loads nothing, and has no script', async () => {
    const nasty = '</code><script>alert(1)</script> \u202e\u001b[2J "quoted" \'single\' &amp;';
    const result = {
      ...resultOf([{ ...fails, fault: nasty, reasons: [nasty], server: nasty }], [warning('hosts', 1, nasty)], {
        since: nasty,
        said: [nasty],
      }),
      folder: nasty,
      assumed: [nasty],
    };
    const page = pageOf(result, { hosts: `${nasty}\n`, [nasty]: nasty });
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/[^\P{Cc}\t\n\r]|\p{Bidi_Control}/u);
    expect(page).toContain(
      '&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt; \\u202e\\x1b[2J &quot;quoted&quot; &#39;single&#39; &amp;amp;',
    );
    expect(page).toContain(`default-src 'none'; style-src`.replaceAll("'", '&#39;'));
    expect(page).not.toMatch(/(src|action)\s*=/);
    expect((await bundleVerifyStyle()).style).not.toMatch(/url\(|@import|<\/style/i);
  });
});

describe('the part of a file on the page', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');
  const shown = (text: string, findings: readonly Warning[]) =>
    excerptOf(text, findings).rows.map((row) => ('gap' in row ? `gap of ${row.gap}` : row.line));

  test('is all of a short file, and two lines around each finding of a long one', () => {
    expect(shown(lines(3), [])).toEqual([1, 2, 3]);
    expect(shown(lines(3000), [warning('x', 2, ''), warning('x', 100, ''), warning('x', 3000, '')])).toEqual([
      ...[1, 2, 3, 4, 'gap of 93', 98, 99, 100, 101, 102, 'gap of 2895', 2998, 2999, 3000],
    ]);
    expect(shown(lines(100), []).slice(-2)).toEqual([20, 'gap of 80']);
  });

  test('has a finding behind the last line at that line, cuts long lines, and counts findings above two hundred', () => {
    const [first, second] = excerptOf(`a\n${'b'.repeat(700)}`, [warning('x', 9, 'late')]).rows;
    expect(first).toEqual({ line: 1, text: 'a', cut: 0, findings: [] });
    expect(second).toEqual({ line: 2, text: 'b'.repeat(500), cut: 200, findings: [warning('x', 9, 'late')] });
    const many = Array.from({ length: 250 }, (_, index) => warning('x', index + 1, ''));
    const { rows, unshown } = excerptOf(lines(250), many);
    expect({ lines: rows.filter((row) => 'line' in row && row.findings.length > 0).length, unshown }).toEqual({ lines: 200, unshown: 50 });
  });
});
