import { expect, test } from 'vitest';
import { ServerEnded } from '../../lab/errors.ts';
import { explainServerFailure } from '../../lab/verify/server-failure.ts';
import { etcOf } from './folders.ts';

const etc = etcOf({ 'my.cnf': '[mysqld]\nskip_name_resolve\nnonsense-option = 1\n', hosts: 'nonsense_option\n' });

test('an option that the server does not know has its file and line, however it is written', () => {
  const log = ["[ERROR] /usr/sbin/mariadbd: unknown variable 'nonsense_option=1'", '[ERROR] Aborting'];
  expect(explainServerFailure(etc, new ServerEnded(log, undefined))).toMatchObject({
    code: 'usage',
    message: 'my-etc/my.cnf:3: expected an option that this server has, got "nonsense_option"',
  });
});

test('where the log names no option of the folder, the log itself is what there is to say', () => {
  const error = new ServerEnded(['[ERROR] out of memory'], undefined);
  expect(explainServerFailure(etc, error)).toBe(error);
  expect(error.message).toContain('out of memory');
});
