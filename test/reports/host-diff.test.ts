import { describe, expect, test } from 'vitest';
import { type FixId, fixIds } from '../../lab/fixes/index.ts';
import { renderHostDiff } from '../../lab/reports/host-diff.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { coloured, plain } from '../../lab/text/paint.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

const withFixes = (...fixes: FixId[]) => manifestOf(smallScenario(), {}, { fixes });
const diffOf = (...fixes: FixId[]) => renderHostDiff(withFixes(...fixes), plain);

describe('the diff of what fixes change', () => {
  test('is a unified diff of each changed file, and of no other', () => {
    expect(diffOf('second-nameserver')).toBe(
      [
        'What the fixes change: second-nameserver',
        '--- /etc/resolv.conf',
        '+++ /etc/resolv.conf',
        '@@ -1,1 +1,2 @@',
        ' nameserver 198.18.0.53',
        '+nameserver 198.18.0.54',
      ].join('\n'),
    );
  });

  test('calls a file that did not exist /dev/null', () => {
    expect(diffOf('nscd')).toContain('--- /dev/null\n+++ /etc/nscd.conf\n@@ -0,0 +1,7 @@\n+enable-cache hosts yes\n');
  });

  test('shows all fixes together, not one after the other', () => {
    const diff = diffOf('numeric-acl', 'firewall-instead');
    expect(diff).toContain('-mariadbd: .app.test\n+ALL: ALL');
    expect(diff).not.toContain('+mariadbd: 198.18.1.1\n');
  });

  test('shows how clients connect, if that changes', () => {
    expect(diffOf('connection-pool')).toContain('--- how clients connect\n+++ how clients connect\n');
    expect(diffOf('connection-pool')).toContain('+tcp.pool.idleConnections = 1');
  });

  test('says so if nothing changes', () => {
    expect(diffOf('skip-name-resolve')).toMatch(/nothing: the host was configured like this before$/);
  });

  // The host of the tests has skip_name_resolve ON already.
  test.each(fixIds.filter((id) => id !== 'skip-name-resolve'))('is not empty for %s', (id) => {
    expect(diffOf(id)).toMatch(/\n\+(?!\+)/);
  });

  test('shows a file’s first lines and counts the rest, if it must be short', () => {
    const lines = renderHostDiff(withFixes('hosts-file'), plain, 12).split('\n');
    expect(lines).toHaveLength(1 + 2 + 12 + 1);
    expect(lines.at(-1)).toBe('… 11 more lines (--diff shows all)');
  });

  test('shows escape codes in files as text', () => {
    const manifest = withFixes('numeric-acl');
    const filesBeforeFixes = { ...manifest.filesBeforeFixes, '/etc/hosts.allow': 'ALL: ALL \u001b[2J\n', '/etc/\u001b[3J': 'gone\n' };
    const diff = renderHostDiff({ ...manifest, filesBeforeFixes }, coloured);
    expect(diff).toContain('ALL: ALL \\x1b[2J');
    expect(diff).toContain('/etc/\\x1b[3J');
    expect(diff).not.toContain('\u001b[2J');
    expect(diff).not.toContain('\u001b[3J');
  });

  test('is in the report of a run with fixes, and only there', () => {
    const fixed = outage(1200, { manifest: withFixes('hosts-file') });
    expect(renderTerminal(fixed, judge(fixed), false)).toMatch(/\n\nWhat the fixes change: hosts-file\n--- \/etc\/hosts\n/);
    expect(renderTerminal(outage(1200), judge(outage(1200)), false)).not.toContain('What the fixes change');
  });
});
