#!/bin/sh
# Compiles mariadbd against libwrap, step by step: compile.sh dependencies|source|server. Leaves what the image needs in /out.
set -eu

dependencies() {
  # The source package comes from the same places as the binary packages that the base image is set up with.
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    if [ -f "$list" ]; then sed -i 's/^deb \(.*\)$/deb \1\ndeb-src \1/' "$list"; fi
  done
  for list in /etc/apt/sources.list.d/*.sources; do
    if [ -f "$list" ]; then sed -i 's/^Types:.*/Types: deb deb-src/' "$list"; fi
  done
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    g++ cmake ninja-build mold bison dpkg-dev pkg-config \
    libncurses-dev libssl-dev zlib1g-dev libwrap0-dev libpcre2-dev libcrypt-dev libfmt-dev >/dev/null
}

source() {
  mkdir -p /src && cd /src
  # A mirror does not always serve the newest version that it lists, so the listed ones are tried from the newest down.
  versions=$(apt-cache showsrc mariadb | sed -n 's/^Version: //p' | grep '^1:10\.11\.' | sort -ruV)
  for version in $versions; do
    echo "wraplab: source package mariadb $version"
    if apt-get source -qq -o APT::Sandbox::User=root --download-only "mariadb=$version"; then
      mkdir mariadb && tar -xf mariadb_*.orig.tar.?z --no-same-owner -C mariadb --strip-components=1
      rm -f mariadb_*
      mkdir -p /out/usr/share/wraplab && echo "mariadb $version" >/out/usr/share/wraplab/source
      return
    fi
    rm -f mariadb_*
  done
  echo "wraplab: expected one of these source packages to be served, and none was: $versions" >&2
  return 1
}

server() {
  without=""
  for plugin in ROCKSDB MROONGA SPIDER COLUMNSTORE CONNECT OQGRAPH SPHINX S3 FEEDBACK; do
    without="$without -DPLUGIN_$plugin=NO"
  done
  echo 'cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL include /build/precompiled-headers.cmake)' >/build/inject.cmake
  echo "wraplab: configure"
  # shellcheck disable=SC2086 # one word for each plugin is meant
  cmake -S /src/mariadb -B /src/build -G Ninja -Wno-dev \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="-O1 -DNDEBUG -DDBUG_OFF" -DCMAKE_CXX_FLAGS="-O1 -DNDEBUG -DDBUG_OFF" \
    -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_PROJECT_INCLUDE=/build/inject.cmake \
    -DWITH_LIBWRAP=ON -DWITH_SSL=system -DWITH_ZLIB=system -DWITH_PCRE=system -DWITH_LIBFMT=system \
    -DWITH_WSREP=OFF -DWITH_UNIT_TESTS=OFF -DCONC_WITH_UNIT_TESTS=OFF -DWITH_EMBEDDED_SERVER=OFF \
    -DWITH_MARIABACKUP=OFF -DWITH_SYSTEMD=no $without >/src/configure.log 2>&1 || { tail -40 /src/configure.log; return 1; }
  NINJA_STATUS='[%f/%t] ' ninja -C /src/build mariadbd || return 1
  ldd /src/build/sql/mariadbd | grep -q 'libwrap\.so' || { echo "wraplab: mariadbd is not linked against libwrap" >&2; return 1; }
  mkdir -p /out/usr/sbin /out/usr/share/mysql /out/usr/share/wraplab/system-tables
  cp /src/build/sql/mariadbd /out/usr/sbin/
  cp -r /src/build/sql/share/english /out/usr/share/mysql/
  for script in mysql_system_tables mysql_performance_tables mysql_system_tables_data; do
    for folder in /src/build/scripts /src/mariadb/scripts; do
      if [ -f "$folder/$script.sql" ]; then cp "$folder/$script.sql" /out/usr/share/wraplab/system-tables/; break; fi
    done
  done
  # The same layer: a build folder of a gigabyte would stay in the engine's store for ever.
  rm -rf /src
}

"$1"
