import { describe, expect, test } from 'vitest';
import { databaseContainer } from '../../lab/engine/hosts/database.ts';
import { acceptQueueCapacity } from '../../lab/plan/accept-queue-length.ts';
import { limitsOf } from '../../lab/plan/server-support.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import { incidentHost } from '../../lab/scenario/presets/incident.ts';
import { broughtServer, type Findings } from '../../lab/servers/custom-image.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import type { Server } from '../../lab/servers/server.ts';

const findings = (more: Partial<Findings> = {}): Findings => ({
  program: '/usr/sbin/mysqld',
  version: '/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)',
  linked: 'no',
  optionFiles: ['/etc/my.cnf', '/root/.my.cnf'],
  user: 'mysql',
  datadir: '/data',
  initialised: true,
  installer: '',
  ...more,
});
const scenarios = new Map(await Promise.all(scenarioNames().map(async (name) => [name, await loadScenario(name)] as const)));
const release = (number: string): Server => broughtServer('shop/db:1', findings({ version: `mysqld  Ver ${number} for Linux on x86_64` }));

/** Content of the file that the container of `server` gets at `path`. */
function placed(server: Server, path: string): string {
  const { files } = databaseContainer(incidentHost, server, { user: 'u', password: 'p' }, false);
  return files.find((file) => file.path === path)?.content ?? '';
}

describe('the server of an image that a user brings', () => {
  test("reads its own option files first and the lab's settings last, so that the lab's win", () => {
    const lines = placed(broughtServer('shop/db:1', findings()), '/wraplab/server.cnf').split('\n');
    expect(lines.slice(0, 3)).toEqual(['!include /etc/my.cnf', '!include /root/.my.cnf', '[mysqld]']);
    for (const setting of [
      'skip_networking = OFF',
      'port = 3306',
      'bind_address = *',
      'datadir = /data',
      'skip_log_error',
      'skip_name_resolve = ON',
    ]) {
      expect(lines.slice(3)).toContain(setting);
    }
  });

  test('fills an empty data folder with those files too', () => {
    const server = broughtServer('shop/db:1', findings({ initialised: false, user: 'db' }));
    expect(placed(server, '/wraplab/start.sh')).toContain(
      "'/usr/sbin/mysqld' '--defaults-file=/wraplab/prepare.cnf' '--initialize-insecure' '--user=db' '--datadir=/data' >&2",
    );
    expect(placed(server, '/wraplab/prepare.cnf')).toContain('!include /etc/my.cnf\n');
    expect(placed(server, '/wraplab/prepare.cnf')).not.toContain('init_file');
  });

  test("fills MariaDB's data folder with MariaDB's installer", () => {
    const version = 'mariadbd  Ver 11.4.2-MariaDB for debian-linux-gnu on x86_64';
    const server = broughtServer('shop/db:1', findings({ version, initialised: false, installer: '/usr/bin/mariadb-install-db' }));
    expect(server.prepare?.[0]).toBe('/usr/bin/mariadb-install-db');
    expect(server.title).toBe('shop/db:1 (mysqld 11.4.2-MariaDB)');
  });

  test('has the port for operators of its kind: admin_address from MySQL 8.0.14 on, extra_port on MariaDB', () => {
    const kinds = (server: Server): string[] => Object.keys(server.operatorPort?.options ?? {});
    for (const number of ['8.0.14', '8.0.36-28', '8.4.0', '9.7.2']) {
      expect(kinds(release(number))).toEqual(['thread', 'sharedFirst']);
      expect(release(number).privileges).toEqual(['SERVICE_CONNECTION_ADMIN', 'DROP']);
    }
    for (const number of ['5.7.44-log', '8.0.13', 'unknown']) {
      expect(kinds(release(number))).toEqual([]);
      expect(release(number).privileges).toEqual(['DROP']);
    }
    expect(kinds(release('10.11.14-MariaDB-0+deb12u2'))).toEqual(['sharedLast']);
  });

  test('derives the accept queue from max_connections as its kind does: equal to it from MySQL 8.0 on, limited only by somaxconn from 9.7 on, 50 + a fifth of it before that and on MariaDB', () => {
    const capacity = (number: string, serverOptions: Record<string, string> = {}): number =>
      acceptQueueCapacity({ serverOptions, sysctls: {} }, release(number));
    // Each holds one connection more than back_log.
    expect(['8.0.36-28', '9.7.2', '5.7.44-log', '10.11.14-MariaDB-0+deb12u2'].map((number) => capacity(number))).toEqual([
      152, 4097, 81, 81,
    ]);
    expect(capacity('8.0.36-28', { max_connections: '2000' })).toBe(2001);
    expect(capacity('10.11.14-MariaDB', { max_connections: '2000' })).toBe(451);
    expect(capacity('10.11.14-MariaDB', { max_connections: '100000' })).toBe(901);
    expect(capacity('9.7.2', { max_connections: '9000', back_log: '8192' })).toBe(4097);
  });
});

describe('the scenarios that a server cannot run', () => {
  test('are those with a port for operators on MySQL before 8.0.14, and fix-no-libwrap on any image that a user brings', () => {
    const limits = limitsOf(release('5.7.44'), scenarios);
    expect(limits).toContain(
      'it cannot run admin-refused, admin-thread: expected a server with a port for operators with an accept thread of its own, got shop/db:1 (mysqld 5.7.44), which has none',
    );
    expect(limits.join('\n')).toMatch(/cannot run extra-port: .* which has none/);
    expect(limits.join('\n')).toMatch(
      /cannot run fix-no-libwrap: .* expected a server that the lab also has without libwrap, got shop\/db:1/,
    );
  });

  test('are listed for the lab’s own servers in the same way', () => {
    const limits = limitsOf(mariadb, scenarios).join('\n');
    expect(limits).toMatch(/cannot run admin-shared: .* which has only a port for operators that the common accept thread checks last/);
    expect(limits).not.toMatch(/fix-no-libwrap|dns-slow|extra-port/);
  });
});
