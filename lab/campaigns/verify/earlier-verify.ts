import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readPlainFile } from '../../files/read-bounded.ts';
import { type VerifyRecord, verifyRecordSchema } from './results/verify-record.ts';

/** The machine-readable result in the folder of a verify. */
export const recordFile = 'verify.json';

const largestBytes = 16 * 1024 * 1024;
/** The newest by name are looked at: those that verify names itself begin with their time. */
const mostFolders = 500;

/** What the earlier verify must have in common with the one that asks. */
interface SameVerify {
  /** Absolute path of the folder that was verified. */
  readonly folder: string;
  readonly serverId: string;
  /** Only what began earlier counts (ISO 8601, UTC). */
  readonly before: string;
}

/**
 * The newest earlier verify of the same folder on the same server, among the folders in `parents`; null if there is none. A record that is
 * damaged, or of another version, does not count.
 */
export function earlierVerify(parents: readonly string[], { folder, serverId, before }: SameVerify): VerifyRecord | null {
  const records = [...new Set(parents.map((parent) => resolve(parent)))]
    .flatMap(foldersIn)
    .flatMap((place) => recordIn(place) ?? [])
    .filter((record) => record.folder === folder && record.server.id === serverId && record.startedAt < before);
  return records.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0] ?? null;
}

function foldersIn(parent: string): string[] {
  try {
    return readdirSync(parent)
      .map((name) => join(parent, name))
      .filter((place) => existsSync(join(place, recordFile)))
      .toSorted()
      .reverse()
      .slice(0, mostFolders);
  } catch {
    // No such folder yet, or not readable: nothing to compare with.
    return [];
  }
}

function recordIn(place: string): VerifyRecord | null {
  try {
    const text = readPlainFile(join(place, recordFile), largestBytes).toString('utf8');
    return verifyRecordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not readable, or not JSON.
    return null;
  }
}
