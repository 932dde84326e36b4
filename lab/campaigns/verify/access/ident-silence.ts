/**
 * What a client's host costs that drops the question about its user. Measured: mariadbd's accept thread has SIGALRM blocked, by which
 * libwrap gives up after RFC931_TIMEOUT (10 s), so the connection to port 113 ends it (net.ipv4.tcp_syn_retries).
 */
export const identSilence =
  'where the host drops the question, MariaDB’s accept thread hangs until the kernel gives up, two minutes by default: it blocks the signal that ends libwrap’s own wait of 10 s';
