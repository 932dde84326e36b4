import { expect, test } from 'vitest';
import { triedCommand } from '../../lab/engine/containers/tried-commands.ts';

test.each([
  ['took 100.50 102.51 0\n', { missing: [], tookMs: 2010, exitCode: 0 }],
  ['missing /usr/bin/mail\nmissing finger\ntook 100.50 100.50 127\n', { missing: ['/usr/bin/mail', 'finger'], tookMs: 0, exitCode: 127 }],
  ['Killed\ntook 100.50 105.51 137\n', { tookMs: null, exitCode: 137 }],
  ['took 100.50 100.60 137\n', { tookMs: 100, exitCode: 137 }],
])('a command’s report from the database host is parsed: %j', (output, expected) => {
  expect(triedCommand('x', output)).toMatchObject({ command: 'x', ...expected });
});

test('any other output is an error, not a measurement of 0 ms', () => {
  expect(() => triedCommand('x', 'sh: read: not found\n')).toThrow(
    'expected a report on a command of the database host ("took BEGIN END CODE"), got "sh: read',
  );
});
