import type { Warning } from '../../lab/campaigns/verify/access/warning.ts';
import type { VerifyPage } from '../../lab/campaigns/verify/results/page/verify-html.ts';
import type { Changes, FaultResult, VerifyResult } from '../../lab/campaigns/verify/results/result.ts';
import { recordOf, type VerifyRecord } from '../../lab/campaigns/verify/results/verify-record.ts';
import type { JudgedExpectation, VerdictName } from '../../lab/verdict/verdict-schema.ts';

/** An expectation of a folder's host. */
export function judged(id: string, verdict: VerdictName, measured: number, more: Partial<JudgedExpectation> = {}): JudgedExpectation {
  const reason = verdict === 'confirmed' ? '' : `expected 1000 ms, measured ${measured} ms`;
  return { id, text: id, verdict, measured, unit: 'ms', relation: 'atMost', limit: 1000, basis: 'fixed', samples: 40, reason, ...more };
}

const batch = { name: 'batch.corp.example', address: '10.51.1.7', times: 9, of: 9 };

export const passes: FaultResult = {
  fault: 'none',
  verdict: 'confirmed',
  reasons: [],
  expectations: [judged('fast-known', 'confirmed', 5), judged('outsider-out', 'confirmed', 0)],
  run: '/out/runs/none',
  server: 'mariadbd 10.11.18',
  seconds: 30,
};

/** One client is refused, and the outsider gets in. */
export const fails: FaultResult = {
  ...passes,
  fault: 'dead',
  verdict: 'refuted',
  reasons: ['available-newcomers: expected at least 99 %, measured 77.5 %'],
  expectations: [
    judged('fast-known', 'confirmed', 5),
    judged('available-newcomers', 'refuted', 77.5, {
      unit: '%',
      affected: [{ who: 'newcomers', what: 'refused', hosts: [batch], more: 0 }],
    }),
  ],
  run: '/out/runs/dead',
};

export function resultOf(faults: readonly FaultResult[], warnings: readonly Warning[] = [], changes?: Changes): VerifyResult {
  return { folder: 'my-etc', warnings, assumed: [], faults, ...(changes === undefined ? {} : { changes }) };
}

export function recorded(
  result: VerifyResult,
  files: Readonly<Record<string, string>> = {},
  change: Partial<VerifyRecord> = {},
): VerifyRecord {
  const record = recordOf(result, {
    folder: '/home/me/my-etc',
    serverId: 'mariadb',
    seed: 1,
    startedAt: '2026-01-02T03:04:05.000Z',
    files: Object.entries(files).map(([path, sha256]) => ({ path, sha256 })),
    placeOf: (run) => run.replace('/out/', ''),
  });
  return { ...record, ...change };
}

/** What the page shows of a folder with these files. */
export function shownOf(
  result: VerifyResult,
  files: Readonly<Record<string, string>>,
  reportOf: VerifyPage['reportOf'] = () => null,
): VerifyPage {
  return {
    result,
    record: recorded(result, files),
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    command: ['npm', 'run', 'verify', '--', 'my-etc'],
    reportOf,
  };
}
