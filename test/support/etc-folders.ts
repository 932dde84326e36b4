import { join } from 'node:path';
import type { EtcFolder } from '../../lab/campaigns/verify/access/etc-folder.ts';
import { readConfiguration } from '../../lab/campaigns/verify/host/configuration.ts';
import type { Subject } from '../../lab/campaigns/verify/host/verify-subject.ts';
import { readEtc } from '../../lab/campaigns/verify/read-etc.ts';
import { subjectOf } from '../../lab/campaigns/verify/scenario/subject.ts';
import { faultSchema } from '../../lab/faults/index.ts';

export const folders = join(import.meta.dirname, '../campaigns/verify/etc');
export const dead = faultSchema.parse({ id: 'dead' });

export function subjectIn(name: string): Subject {
  return subjectOf(readEtc(join(folders, name)));
}

/** A folder by its files, without a disk. */
export function etcOf(files: Readonly<Record<string, string>>, unread: readonly string[] = []): EtcFolder {
  return { folder: 'my-etc', files: Object.entries(files).map(([path, text]) => ({ path, text })), unread };
}

export function configurationOf(text: string) {
  const read = readConfiguration('my-etc/wraplab.yaml', text);
  if ('problems' in read) {
    throw new Error(read.problems.join('\n'));
  }
  return read.configuration;
}
