import { warningAsText } from '../../lab/campaigns/verify/access/warning.ts';
import type { Subject } from '../../lab/campaigns/verify/host/verify-subject.ts';
import { warningsOf } from '../../lab/campaigns/verify/warnings/index.ts';
import { configurationOf, etcOf } from './etc-folders.ts';

const cnf = { 'my.cnf': '[mysqld]\n' };

/** Warnings about these files on a server, with `web-1.corp.example` as the client; without the folder's name. */
export function warn(files: Readonly<Record<string, string>>, daemon = 'mariadbd', unread: readonly string[] = []): string[] {
  const subject: Subject = {
    etc: etcOf({ ...cnf, ...files }, unread),
    configuration: configurationOf(''),
    network: {
      database: { name: 'db1', address: '10.0.0.10' },
      clients: [{ name: 'web-1.corp.example', address: '10.0.1.21' }],
      outsiders: [{ name: 'x', address: '10.9.9.9' }],
      nameservers: [{ address: '10.0.0.53', suffersFault: true }],
      assumed: [],
    },
  };
  return warningsOf(subject, daemon).map((each) => warningAsText('e/', each).replace(/^e\//, ''));
}

/** The warnings about one file. */
export function warnOf(file: string, files: Readonly<Record<string, string>>, daemon = 'mariadbd'): string[] {
  return warn(files, daemon).filter((line) => line.startsWith(`${file}:`));
}
