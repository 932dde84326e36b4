import type { DatabaseHost } from '../../model/database-host.ts';
import type { ScenarioInput } from '../scenario-schema.ts';

/**
 * The database host of the incident: an ACL by host name, everybody else denied, one nameserver, and `skip_name_resolve` ON.
 * Its addresses are in 198.18.0.0/15, which RFC 2544 reserves for network tests.
 */
export const incidentHost: DatabaseHost = {
  name: 'db.app.test',
  address: '198.18.0.10',
  files: {
    '/etc/hosts.allow': '{daemon}: .app.test\n',
    '/etc/hosts.deny': 'ALL: ALL\n',
    '/etc/resolv.conf': 'nameserver 198.18.0.53\n',
    '/etc/hosts': '127.0.0.1 localhost\n::1 localhost\n198.18.0.10 db.app.test db\n',
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  },
  serverOptions: { skip_name_resolve: 'ON' },
  sysctls: {},
};

/** The network around that host: its nameservers, twenty application servers that may come in, and strangers that may not. */
export const incidentNetwork = {
  nameserver: '198.18.0.53',
  secondNameserver: '198.18.0.54',
  clients: {
    tcp: { prefix: 'web', domain: 'app.test', firstAddress: '198.18.1.1', count: 20 },
    outsider: { prefix: 'stranger', domain: 'other.test', firstAddress: '198.19.0.1', count: 3 },
  },
} as const satisfies Pick<ScenarioInput, 'nameserver' | 'secondNameserver' | 'clients'>;
