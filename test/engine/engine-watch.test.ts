import { expect, test } from 'vitest';
import { describeEnd } from '../../lab/engine/containers/engine-watch.ts';
import { withAftermath } from '../../lab/errors/cleanup-failures.ts';
import { describeError, LabError } from '../../lab/errors/lab-error.ts';

test.each([
  [0, false, 'exit code 0'],
  [70, true, 'exit code 70'],
  [139, false, 'it crashed with SIGSEGV (exit code 139)'],
  [143, false, 'it was killed by SIGTERM (exit code 143)'],
  [137, false, 'it was killed by SIGKILL (exit code 137, not out of memory)'],
  [137, true, 'the kernel killed it because its container ran out of memory (OOM; exit code 137)'],
])('exit code %i, out of memory %s: %s', (exitCode, outOfMemory, words) => {
  expect(describeEnd(exitCode, outOfMemory)).toBe(words);
});

test('errors during the clean-up of a failed run follow its own error, once, and do not change its code', () => {
  const first = new LabError('the server ended', { code: 'interrupted', cause: new Error('why') });
  const later = () => new LabError('no room', { code: 'internal', hint: 'make some' });
  const both = withAftermath(first, [later(), later()]);
  expect(describeError(both)).toBe('the server ended\n  because: why\nafterwards: no room');
  expect(both).toMatchObject({ code: 'interrupted', hint: 'make some' });
  expect(withAftermath(first, [])).toBe(first);
});
