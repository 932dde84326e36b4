import type { BuiltServer } from './server.ts';

export const mysql = {
  id: 'mysql',
  title: 'Oracle’s MySQL 9.7 LTS from Debian’s source, compiled with libwrap',
  image: 'mysql',
  typicalBuild: 'about twenty minutes',
  daemon: 'mysqld',
  program: '/usr/sbin/mysqld',
  socketPath: '/run/mysqld/mysqld.sock',
  port: 3306,
  options: {
    user: 'mysql',
    datadir: '/var/lib/mysql',
    lc_messages_dir: '/usr/share/mysql',
    innodb_redo_log_capacity: '8M',
    innodb_buffer_pool_size: '64M',
    // Nothing in the lab replicates.
    disable_log_bin: '',
    // The error log has aborted connections only at 3.
    log_error_verbosity: '3',
  },
  operatorPort: {
    port: 33_062,
    options: {
      thread: { admin_address: '{address}', admin_port: '33062', create_admin_listener_thread: 'ON' },
      sharedFirst: { admin_address: '{address}', admin_port: '33062', create_admin_listener_thread: 'OFF' },
    },
  },
  // As 9.7.2 reports it with max_connections 151. In MySQL 8 it was max_connections.
  backLog: { base: 10_000, perConnection: 0, most: 10_000 },
  // DROP is for the table of the host cache: 8.4 has removed FLUSH HOSTS.
  privileges: ['SERVICE_CONNECTION_ADMIN', 'DROP'],
  forgetHosts: 'TRUNCATE TABLE performance_schema.host_cache',
} as const satisfies BuiltServer;
