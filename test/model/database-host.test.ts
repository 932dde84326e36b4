import { describe, expect, test } from 'vitest';
import { forDaemon, resolverOptions, withFile, withLinesInFront, withNameservers } from '../../lab/model/database-host.ts';
import { resolverGivesUpAfterMs } from '../../lab/model/resolv-conf.ts';
import { incidentHost } from '../../lab/scenario/presets/incident.ts';

const withResolver = (content: string) => resolverOptions(withFile(incidentHost, '/etc/resolv.conf', content));

describe('the resolver of a database host', () => {
  test('waits twice 5 s for a single nameserver, as glibc does without options', () => {
    const options = withResolver('nameserver 198.18.0.53\n');
    expect(options).toMatchObject({ nameservers: ['198.18.0.53'], timeoutSeconds: 5, attempts: 2 });
    expect(resolverGivesUpAfterMs(options)).toBe(10_000);
  });

  test('takes the last timeout and the last attempts of the options', () => {
    const options = withResolver('options timeout:3 rotate\nnameserver 10.0.0.1\noptions timeout:1 attempts:1\n');
    expect(options).toMatchObject({ nameservers: ['10.0.0.1'], timeoutSeconds: 1, attempts: 1 });
    expect(resolverGivesUpAfterMs(options)).toBe(1000);
  });

  test('asks at most three nameservers', () => {
    expect(withResolver('nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4\n').nameservers).toHaveLength(3);
  });

  test('keeps every line that is not a nameserver to glibc when the nameservers change', () => {
    const host = withFile(incidentHost, '/etc/resolv.conf', 'nameserver\t10.0.0.1\n nameserver 10.0.0.2\noptions rotate');
    expect(withNameservers(host, (addresses) => [...addresses, '10.0.0.9']).files['/etc/resolv.conf']).toBe(
      'nameserver 10.0.0.1\nnameserver 10.0.0.9\n nameserver 10.0.0.2\noptions rotate\n',
    );
  });

  test('doubles the wait for each further nameserver, and divides it among all', () => {
    expect(resolverGivesUpAfterMs({ nameservers: ['a', 'b'], timeoutSeconds: 5, attempts: 2 })).toBe(20_000);
    expect(resolverGivesUpAfterMs({ nameservers: ['a', 'b', 'c'], timeoutSeconds: 5, attempts: 1 })).toBe(14_000);
  });
});

describe('a host as data', () => {
  test('names the daemon once the server is known', () => {
    expect(incidentHost.files['/etc/hosts.allow']).toBe('{daemon}: .app.test\n');
    expect(forDaemon(incidentHost, 'mysqld').files['/etc/hosts.allow']).toBe('mysqld: .app.test\n');
  });

  test('is never changed, only copied', () => {
    const before = JSON.stringify(incidentHost);
    const changed = withLinesInFront(incidentHost, '/etc/hosts.allow', ['ALL: 127.0.0.1']);
    expect(changed.files['/etc/hosts.allow']).toBe('ALL: 127.0.0.1\n{daemon}: .app.test\n');
    expect(JSON.stringify(incidentHost)).toBe(before);
  });
});
