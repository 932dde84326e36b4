#!/bin/sh
# Initialises the data folder: system tables, undo and redo logs, without a password for root, whom nobody uses.
set -eu
install -d -o mysql -g mysql -m 750 /var/lib/mysql
install -d -o mysql -g mysql -m 755 /run/mysqld
mysqld --no-defaults --initialize-insecure --user=mysql --datadir=/var/lib/mysql --lc-messages-dir=/usr/share/mysql \
  --innodb-redo-log-capacity=8M --innodb-buffer-pool-size=64M --innodb-data-file-path=ibdata1:12M:autoextend --skip-log-bin
