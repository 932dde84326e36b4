import { type Look, textLimitBytes } from './evidence.ts';

/** The files on the host that decide who gets in and how names are found. */
export const hostFiles = {
  id: 'host-files',
  title: 'The host’s files, as they were while it ran',
  lookFor:
    'In hosts.allow and hosts.deny, patterns that need a name: .domain, host names, KNOWN, UNKNOWN, LOCAL, PARANOID. In resolv.conf, the nameservers and how long each may take (by default 5 s and 2 attempts).',
  byHand: 'tail -n +1 /etc/hosts.allow /etc/hosts.deny /etc/resolv.conf /etc/hosts /etc/nsswitch.conf',
  kind: 'look',
  moments: [{ phase: 'baseline', share: 0.3 }],
  cost: 'nothing',
  limitBytes: textLimitBytes,
  excerpt: 'head',
  command: ({ root, files }) => ['tail', '-v', '-n', '+1', ...files.map((path) => `${root}${path}`)],
} as const satisfies Look;
