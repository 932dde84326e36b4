import type { BuiltServer } from './server.ts';

export const mariadb = {
  id: 'mariadb',
  title: 'MariaDB 10.11 from Debian’s source, compiled with libwrap',
  image: 'mariadb',
  typicalBuild: 'four to five minutes',
  daemon: 'mariadbd',
  program: '/usr/sbin/mariadbd',
  socketPath: '/run/mysqld/mysqld.sock',
  port: 3306,
  options: {
    user: 'mysql',
    datadir: '/var/lib/mysql',
    innodb_log_file_size: '8M',
    innodb_buffer_pool_size: '32M',
    // The error log has aborted connections only from 2 on.
    log_warnings: '4',
  },
  // 80 with the default max_connections (MariaDB's manual on back_log; `init_common_variables` in sql/mysqld.cc).
  backLog: { base: 50, perConnection: 0.2, most: 900 },
  privileges: ['RELOAD'],
  forgetHosts: 'FLUSH HOSTS',
  unlinked: { image: 'mariadb-unlinked', typicalBuild: 'a minute', program: '/usr/sbin/mariadbd' },
  operatorPort: { port: 33_062, options: { sharedLast: { extra_port: '33062', extra_max_connections: '10' } } },
} as const satisfies BuiltServer;
