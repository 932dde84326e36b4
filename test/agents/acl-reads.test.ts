import { expect, test } from 'vitest';
import { aclFileOf } from '../../lab/agents/watch/acl-reads.ts';

test('only lines of strace that open a file of the ACL are counted, each for its file', () => {
  expect(aclFileOf('openat(AT_FDCWD, "/etc/hosts.allow", O_RDONLY) = 31')).toBe('hostsAllowReads');
  expect(aclFileOf('openat(AT_FDCWD, "/etc/hosts.deny", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file)')).toBe('hostsDenyReads');
  expect(aclFileOf('openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 31')).toBeUndefined();
  expect(aclFileOf('strace: Process 9 detached')).toBeUndefined();
});
