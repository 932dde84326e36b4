import type { DatabaseHost } from './database-host.ts';

/**
 * Everything that a fix can change on a host, as the files in which an operator would find it, so that a diff can show the change: the
 * host's own files, and mysqld's options, sysctls, packet filter, accounts and routes.
 */
export function hostAsFiles(host: DatabaseHost): Readonly<Record<string, string>> {
  const parts: Readonly<Record<string, string>> = {
    '/etc/mysql/my.cnf': section('[mysqld]\n', pairs(host.serverOptions)),
    '/etc/sysctl.d/local.conf': pairs(host.sysctls).join(''),
    '/etc/nftables.conf': host.firewall ?? '',
    'accounts of mysqld': (host.accountHosts ?? ['%']).map((from) => `'app'@'${from}'\n`).join(''),
    'networks that reach the host': (host.reachableFrom ?? ['all']).map((from) => `${from}\n`).join(''),
    'mysqld and libwrap': `${host.libwrap ?? 'linked'}\n`,
  };
  return { ...Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== '')), ...host.files };
}

function pairs(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(([name, value]) => (value === '' ? `${name}\n` : `${name} = ${value}\n`));
}

function section(head: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${head}${lines.join('')}`;
}
