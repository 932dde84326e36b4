/**
 * The cost of a client's host that drops ident queries. Measured: libwrap gives up after RFC931_TIMEOUT (10 s) by SIGALRM, which
 * mariadbd's accept thread blocks. So the wait ends only when the connection to port 113 fails (net.ipv4.tcp_syn_retries).
 */
export const identSilence =
  'if the host drops the query, MariaDB’s accept thread hangs until the kernel gives up, two minutes by default: it blocks the signal that would end libwrap’s own wait after 10 s';
