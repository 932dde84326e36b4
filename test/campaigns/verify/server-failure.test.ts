import { expect, test } from 'vitest';
import { explainServerFailure } from '../../../lab/campaigns/verify/results/server-failure.ts';
import { describeError, ServerEnded } from '../../../lab/errors/lab-error.ts';
import { etcOf } from '../../support/etc-folders.ts';

const etc = etcOf({ 'my.cnf': '[mysqld]\nskip_name_resolve\nnonsense-option = 1\n', hosts: 'nonsense_option\n' });

test('an option unknown to the server is reported with file and line, however it is written', () => {
  const log = ["[ERROR] /usr/sbin/mariadbd: unknown variable 'nonsense_option=1'", '[ERROR] Aborting'];
  expect(explainServerFailure(etc, new ServerEnded(log, undefined))).toMatchObject({
    code: 'usage',
    message: 'my-etc/my.cnf:3: expected an option that this server has, got "nonsense_option"',
  });
});

test('if the log names no option of the folder, the error has the log itself', () => {
  const error = new ServerEnded(['[ERROR] out of memory'], undefined);
  expect(explainServerFailure(etc, error)).toBe(error);
  expect(error.message).toContain('out of memory');
});

test.each([
  [
    'log_bin = /var/log/nowhere/bin',
    '2026-11-26 12:09:38 0 [ERROR] mariadbd: File \'/var/log/nowhere/bin.index\' not found (Errcode: 2 "No such file or directory")',
    '"/var/log/nowhere/bin"; the server said: mariadbd: File \'/var/log/nowhere/bin.index\' not found (Errcode: 2 "No such file or directory")',
  ],
  [
    'tmpdir="/srv/tmp/"',
    "2026-11-26 12:09:43 0 [ERROR] mariadbd: Can't create/write to file '/srv/tmp/ib8dtGfu' (Errcode: 2)",
    "\"/srv/tmp/\"; the server said: mariadbd: Can't create/write to file '/srv/tmp/ib8dtGfu' (Errcode: 2)",
  ],
  [
    'innodb_data_home_dir=/srv/innodb',
    '2026-11-26T12:00:00.123456Z 1 [ERROR] [MY-012592] [InnoDB] Cannot open /srv/innodb/ibdata1, no such file',
    '"/srv/innodb"; the server said: Cannot open /srv/innodb/ibdata1, no such file',
  ],
])(
  'an option whose file or folder is missing on the database host is reported with file and line, and the server’s own words: %s',
  (option, line, got) => {
    const error = new ServerEnded(['[Note] starting as /usr/sbin/mariadbd', line, '[ERROR] Aborting'], new Error('no such container'));
    expect(explainServerFailure(etcOf({ 'my.cnf': `[mysqld]\n${option}\npid_file = /run/x.pid\n` }), error)).toMatchObject({
      code: 'usage',
      message: `my-etc/my.cnf:2: expected a file or folder that the lab's database host has, got ${got}`,
    });
  },
);

test('a failure after the server’s end is not reported as its cause', () => {
  const error = new ServerEnded(['[ERROR] Aborting'], new Error('no such container'), 'exit code 1');
  expect(describeError(error)).toBe('the server ended: exit code 1; the last lines of its log:\n[ERROR] Aborting');
});
