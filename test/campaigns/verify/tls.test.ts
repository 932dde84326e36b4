import { expect, test } from 'vitest';
import { needsCertificate, tlsNotes } from '../../../lab/campaigns/verify/host/tls.ts';
import { etcOf } from '../../support/etc-folders.ts';

test.each([
  ['require_secure_transport = ON', true],
  ['require-secure-transport', true],
  ['loose_Require_Secure_Transport=1 # always', true],
  ['require_secure_transport = OFF', false],
  ['# require_secure_transport = ON', false],
  ['ssl_cert = "/etc/mysql/cert.pem"', true],
  ['ssl-cipher = DEFAULT', false],
])('a folder whose option file says %j needs a certificate: %j', (line, needed) => {
  const etc = etcOf({ 'mysql/conf.d/tls.cnf': `[mysqld]\n${line}\n`, hosts: 'require_secure_transport\n' });
  expect(needsCertificate(etc)).toBe(needed);
  expect(tlsNotes(etc).map(({ file, line: at }) => `${file}:${at}`)).toEqual(needed ? ['mysql/conf.d/tls.cnf:2'] : []);
});
