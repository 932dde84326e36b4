import { type Capture, type Look, textLimitBytes } from './evidence.ts';

const file = 'dns.pcap';
/** Of each packet. A name has at most 255 bytes. */
const snapBytes = 512;
const packets = 20_000;

export const dnsCapture = {
  id: 'dns-capture',
  title: 'DNS traffic of the host',
  lookFor: 'Open it in Wireshark; the display filter dns.time > 0.1 shows the answers that took longer than 100 ms.',
  byHand: `tcpdump -nn -i any -s ${snapBytes} -c ${packets} -w ${file} port 53`,
  kind: 'capture',
  file,
  during: 'run',
  cost: 'processor',
  limitBytes: packets * (snapBytes + 16),
  excerpt: 'head',
  command: () => ['tcpdump', '-nn', '-i', 'any', '-s', String(snapBytes), '-c', String(packets), '-w', '-', 'port', '53'],
} as const satisfies Capture;

/** The same capture as text. */
export const dnsPackets = {
  id: 'dns-packets',
  title: 'DNS traffic of the host, one packet a line',
  lookFor:
    'The time between a query and the answer with the same number; queries without an answer. One query follows the other, never two at once: a single thread asks.',
  byHand: `tcpdump -nn -tt -r ${file}`,
  kind: 'look',
  moments: ['end'],
  cost: 'processor',
  limitBytes: textLimitBytes,
  excerpt: 'middle',
  command: ({ folder }) => ['tcpdump', '-nn', '-tt', '-r', `${folder}/${file}`],
} as const satisfies Look;
