#!/bin/sh
# Makes the data folder with its system tables, as mariadb-install-db does, and takes away what only that needs.
set -eu
scripts=/usr/share/wraplab/system-tables
data=/var/lib/mysql
install -d -o mysql -g mysql -m 750 "$data" "$data/mysql" /run/mysqld
chmod 755 /run/mysqld
{
  echo 'use mysql;'
  echo 'set @auth_root_socket=NULL;'
  cat "$scripts/mysql_system_tables.sql" "$scripts/mysql_performance_tables.sql" "$scripts/mysql_system_tables_data.sql"
} | mariadbd --no-defaults --bootstrap --user=mysql --datadir="$data" --lc-messages-dir=/usr/share/mysql \
  --innodb-log-file-size=8M --innodb-buffer-pool-size=16M --log-warnings=0
rm -r "$scripts"
