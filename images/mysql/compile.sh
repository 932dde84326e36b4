#!/bin/sh
# Compiles mysqld against libwrap, step by step: compile.sh dependencies|source|server. Leaves what the image needs in /out.
set -eu

# Debian has MySQL in sid only; a mirror's index of sid may be older than apt likes.
apt_sid='-o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root'

dependencies() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    g++ cmake ninja-build mold bison dpkg-dev pkg-config libncurses-dev libssl-dev zlib1g-dev libwrap0-dev \
    libprotobuf-dev protobuf-compiler libprotoc-dev liblz4-dev libzstd-dev libicu-dev libedit-dev libcurl4-openssl-dev \
    libevent-dev libaio-dev libnuma-dev libtirpc-dev rpcsvc-proto libudev-dev >/dev/null
}

source() {
  # The source package comes from the same site as the binary packages that the base image is set up with.
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Codename: bookworm' | head -n 1)
  echo "deb-src $site sid main" >/etc/apt/sources.list.d/sid.list
  # shellcheck disable=SC2086 # the options are words
  apt-get update -qq $apt_sid
  mkdir -p /src && cd /src
  # A mirror does not always serve the newest version that it lists, so the listed ones are tried from the newest down.
  versions=$(apt-cache showsrc mysql-9.7 | sed -n 's/^Version: //p' | sort -ruV)
  for version in $versions; do
    echo "wraplab: source package mysql-9.7 $version"
    # shellcheck disable=SC2086
    if apt-get source -qq $apt_sid --download-only "mysql-9.7=$version"; then
      mkdir mysql && tar -xf mysql-9.7_*.orig.tar.?z --no-same-owner -C mysql --strip-components=1
      rm -f mysql-9.7_*
      mkdir -p /out/usr/share/wraplab && echo "mysql-9.7 $version" >/out/usr/share/wraplab/source
      return
    fi
    rm -f mysql-9.7_*
  done
  echo "wraplab: expected one of these source packages to be served, and none was: $versions" >&2
  return 1
}

server() {
  echo 'cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL include /build/precompiled-headers.cmake)' >/build/inject.cmake
  echo "wraplab: configure"
  cmake -S /src/mysql -B /src/build -G Ninja -Wno-dev \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="-O1 -DNDEBUG" -DCMAKE_CXX_FLAGS="-O1 -DNDEBUG" \
    -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_PROJECT_MySQL_INCLUDE=/build/inject.cmake \
    -DWITH_LIBWRAP=ON -DWITH_NDB=OFF -DWITH_NDBCLUSTER_STORAGE_ENGINE=OFF -DWITH_ROUTER=OFF -DWITH_MYSQLX=OFF \
    -DWITH_GROUP_REPLICATION=OFF -DWITH_UNIT_TESTS=OFF -DWITH_PROTOBUF=system -DWITH_SSL=system -DWITH_ZLIB=system \
    -DWITH_LZ4=system -DWITH_ZSTD=system -DWITH_ICU=system -DWITH_EDITLINE=system -DWITH_CURL=system \
    -DWITH_AUTHENTICATION_CLIENT_PLUGINS=OFF -DWITH_AUTHENTICATION_LDAP=OFF -DWITH_AUTHENTICATION_KERBEROS=OFF \
    -DWITH_AUTHENTICATION_WEBAUTHN=OFF -DWITH_FIDO=none >/src/configure.log 2>&1 || { tail -40 /src/configure.log; return 1; }
  NINJA_STATUS='[%f/%t] ' ninja -C /src/build mysqld || return 1
  ldd /src/build/runtime_output_directory/mysqld | grep -q 'libwrap\.so' || { echo "wraplab: mysqld is not linked against libwrap" >&2; return 1; }
  mkdir -p /out/usr/sbin /out/usr/share/mysql
  cp /src/build/runtime_output_directory/mysqld /out/usr/sbin/
  cp -r /src/build/share/english /out/usr/share/mysql/
  cp -r /src/mysql/share/charsets /out/usr/share/mysql/
  rm -rf /src
}

"$1"
