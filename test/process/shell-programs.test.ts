import { expect, test } from 'vitest';
import { programsOf } from '../../lab/process/shell-programs.ts';

test.each([
  ['/bin/sleep 2', ['/bin/sleep']],
  ['(/usr/sbin/safe_finger -l @10.0.0.1 | /usr/bin/mail -s mysqld-10.0.0.1 root) &', ['/usr/sbin/safe_finger', '/usr/bin/mail']],
  ['echo "a | b; c" >>/var/log/x 2>&1 && logger --tag=\'x; y\' z', ['echo', 'logger']],
  ['PATH=/bin TZ=UTC date; date', ['date']],
  ['if test -x /bin/a; then exec /bin/a; else nohup sudo /bin/b & fi', ['test', 'exec', '/bin/a', 'nohup', 'sudo', '/bin/b']],
  ['$tool x; `which y`; "/opt/my tool" z; "/opt/tool" z', ['/opt/tool']],
  ['', []],
])('%s runs %j', (command, programs) => {
  expect(programsOf(command)).toEqual(programs);
});
