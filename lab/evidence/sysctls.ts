import { type Look, textLimitBytes } from './evidence.ts';

export const sysctls = {
  id: 'sysctls',
  title: 'Network sysctls',
  lookFor:
    'net.core.somaxconn caps the accept queue that the server asks for (back_log). net.ipv4.ip_local_port_range and tcp_tw_reuse decide when clients run out of ports.',
  byHand: "sysctl -a -r '^net\\.(core\\.somaxconn|ipv4\\.(tcp_|ip_local_))'",
  kind: 'look',
  moments: [{ phase: 'baseline', share: 0.3 }],
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: () => ['sysctl', '-a', '-r', '^net\\.(core\\.somaxconn|ipv4\\.(tcp_|ip_local_))'],
} as const satisfies Look;
