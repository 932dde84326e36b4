import type { DatabaseHost } from '../model/database-host.ts';
import type { Server } from '../servers/server.ts';

/** The default of max_connections in MariaDB and MySQL. */
const defaultMaxConnections = 151;
/** net.core.somaxconn of a new network namespace (Linux 5.4 and later; Documentation/admin-guide/sysctl/net.rst). */
const defaultSomaxconn = 4096;

/**
 * How many connections the kernel keeps for the server until it takes them. listen(2) asks for `back_log` and gets at most somaxconn. The
 * kernel considers the queue full when it holds more than that, so it holds one more (`sk_acceptq_is_full`, include/net/sock.h).
 * `back_log` is the host's own, or the server's default for max_connections. Option files of the host are not read.
 */
export function acceptQueueCapacity(
  { serverOptions, sysctls }: Pick<DatabaseHost, 'serverOptions' | 'sysctls'>,
  { backLog }: Pick<Server, 'backLog'>,
): number {
  const number = (text: string | undefined, otherwise: number): number => {
    const value = Number(text);
    return text === undefined || !Number.isInteger(value) || value <= 0 ? otherwise : value;
  };
  const maxConnections = number(serverOptions['max_connections'], defaultMaxConnections);
  const autosized = Math.min(backLog.most, Math.floor(backLog.base + backLog.perConnection * maxConnections));
  return Math.min(number(serverOptions['back_log'], autosized), number(sysctls['net.core.somaxconn'], defaultSomaxconn)) + 1;
}
