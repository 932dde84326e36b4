#!/bin/sh
# Makes the data folder with its system tables now, so that a start is fast. Fails where Debian's binary is linked after all.
set -eu
if ldd "$(command -v mariadbd)" | grep -q 'libwrap\.so'; then
  echo "wraplab: expected a mariadbd that is not linked against libwrap" >&2
  exit 1
fi
install -d -o mysql -g mysql -m 750 /var/lib/mysql
install -d -o mysql -g mysql -m 755 /run/mysqld
mariadb-install-db --no-defaults --user=mysql --datadir=/var/lib/mysql --skip-test-db --auth-root-authentication-method=normal \
  --innodb-log-file-size=8M --innodb-buffer-pool-size=16M >/dev/null
