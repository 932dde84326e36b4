import type { Capture } from './evidence.ts';

const file = 'mysql.pcap';
/** Of each packet: the headers and the beginning of the message. */
const snapBytes = 128;
const packets = 40_000;

export const mysqlCapture = {
  id: 'mysql-capture',
  title: 'Traffic of the server’s port',
  lookFor:
    'The time between the SYN-ACK, which the kernel sends at once, and the first packet with data, which is the server’s greeting. Nothing happens between the two: the client waits in the accept queue.',
  byHand: `tcpdump -nn -i any -s ${snapBytes} -c ${packets} -w ${file} tcp port 3306`,
  kind: 'capture',
  file,
  during: 'run',
  cost: 'processor',
  limitBytes: packets * (snapBytes + 16),
  excerpt: 'head',
  command: ({ port }) => [
    'tcpdump',
    '-nn',
    '-i',
    'any',
    '-s',
    String(snapBytes),
    '-c',
    String(packets),
    '-w',
    '-',
    'tcp',
    'port',
    String(port),
  ],
} as const satisfies Capture;
