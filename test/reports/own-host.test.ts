import { describe, expect, test } from 'vitest';
import { keptRemedies } from '../../lab/campaigns/kept-remedies.ts';
import { linkage } from '../../lab/evidence/linkage.ts';
import { probes } from '../../lab/probes/index.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { causeOf } from '../../lab/reports/cause-in-words.ts';
import { checks, ownHost, tryLine } from '../../lab/reports/own-host.ts';
import type { MatrixRemedies } from '../../lab/reports/remedies.ts';
import { summary } from '../../lab/reports/summary.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, smallScenario } from '../support/recorded-run.ts';

const matrix: MatrixRemedies = {
  serverId: 'mariadb',
  serverVersion: '10.11',
  faults: ['slow', 'dead'],
  remedies: [
    { id: 'numeric-acl', title: 'by address', holdsUnder: ['slow', 'dead'] },
    { id: 'local-nameserver', title: 'the closest first', holdsUnder: ['slow', 'dead'], needs: 'a second nameserver that stays healthy' },
    { id: 'hosts-file', title: 'name all', holdsUnder: ['dead'] },
  ],
};

/** The outage, with a ledger that explains it. */
function explained(scenario = smallScenario({ outage: true })): RunRecord {
  const lookups = Array.from({ length: 10 }, (_, index) => query(10_000 + index * 1000, { answeredNs: atNs(10_990 + index * 1000) }));
  return outage(1200, { manifest: manifestOf(scenario), events: [...faultEvents, ...lookups] });
}

const found = (record: RunRecord, matrices: readonly MatrixRemedies[] = [matrix]) =>
  ownHost(record, judge(record), causeOf(record), matrices);

describe('what a run means for a host of one’s own', () => {
  test('stands below the cause: three commands, the remedies that hold under its fault, and a line to type', () => {
    const record = explained();
    const lines = renderTerminal(record, judge(record), false, { matrices: [matrix] }).split('\n');
    expect(lines.slice(3, 18)).toEqual([
      'Cause: the DNS – mysqld’s accept thread had a lookup open in 99.2 % of the 11.8 s that 10 slow connects waited in the fault phase.',
      '',
      'Is your own host affected? On the database host:',
      '  ldd $(command -v mariadbd mysqld) | grep libwrap',
      '      a line: the server asks libwrap about every new client',
      '  time getent hosts ADDRESS_OF_A_CLIENT',
      '      how long it takes, and whether it prints a name: every new client waits for such a lookup, and so does everyone behind it',
      "  ss -lnt '( sport = :3306 )'",
      '      Recv-Q: if it stays above a few, clients queue and mysqld does not take them',
      'These remedies hold under the fault “slow” in the matrix of fixes and faults (scenarios/MATRIX.md, mariadb 10.11), the best first:',
      '  1. numeric-acl  by address; holds under all 2 faults that do harm',
      '  2. local-nameserver  the closest first; holds under all 2 faults that do harm, needs a second nameserver that stays healthy',
      '  see it hold: npm run scenario small -- --fix numeric-acl',
      '',
      '                                                    before  in the fault phase ',
    ]);
  });

  test('has its commands as a block to copy in Markdown', () => {
    const text = summary.render(explained(), judge(explained()), undefined, [matrix]);
    expect(text).toContain(
      '```\n# a line: the server asks libwrap about every new client\nldd $(command -v mariadbd mysqld) | grep libwrap\n',
    );
    expect(text).toContain('1. `numeric-acl`: by address; holds under all 2 faults that do harm\n2. `local-nameserver`: ');
  });

  test('is not said of a run without a fault, or with a fault that harmed nobody', () => {
    const calm = outage(5);
    expect(found(calm)).toBeNull();
    const healthy = { ...calm, manifest: manifestOf(smallScenario({ fault: { id: 'none' } })) };
    expect(found(healthy)).toBeNull();
  });

  test('names no remedy that the run has already, none that the matrix does not have for its fault, and none without a matrix', () => {
    expect(found(explained(smallScenario({ fixes: ['local-nameserver'] })))?.remedies.map(({ id }) => id)).toEqual(['numeric-acl']);
    expect(found(explained(), [{ ...matrix, faults: ['dead'] }])).toMatchObject({ said: '', remedies: [] });
    expect(found(explained(), [])).toMatchObject({ said: '', remedies: [], checks: Object.values(checks) });
  });

  test('has remedies and no commands if the fault only lets outsiders in', () => {
    const came = (ms: number, outcome: 'refused' | 'ok') =>
      connect(ms, outcome === 'ok' ? { greeting: 3 } : { refusal: 3 }, { path: 'outsider', outcome });
    const record = outage(5);
    const letIn = { ...record, samples: [...record.samples, came(3000, 'refused'), came(12_000, 'ok')] };
    expect(found(letIn)).toMatchObject({ checks: [], remedies: [{ id: 'numeric-acl' }, { id: 'local-nameserver' }] });
  });

  test('has a line to type only in a scenario that asks whether a fix holds', () => {
    const other = outage(1200, { manifest: manifestOf(smallScenario()), events: explained().events });
    const means = found(other) ?? expect.fail('the run says nothing');
    expect(tryLine(other, means)).toBeNull();
  });
});

test('the commands are those of the lab’s own evidence and probes', () => {
  expect(checks.linkage.command).toBe(`${linkage.byHand} | grep libwrap`);
  expect(probes.map(({ command }) => command)).toContain(checks.acceptQueue.command);
});

test('the kept matrix ranks remedies: by faults, then by what they need, then by how little they change', () => {
  const [kept] = keptRemedies();
  expect(kept?.faults).not.toContain('none');
  expect(kept?.faults).not.toContain('spoofed');
  expect(kept?.remedies.slice(0, 6).map(({ id, holdsUnder, needs }) => [id, holdsUnder.length, needs])).toEqual([
    ['numeric-acl', 15, undefined],
    ['closed-network', 15, undefined],
    ['firewall-instead', 15, undefined],
    ['combination', 15, undefined],
    ['local-nameserver', 15, 'a second nameserver that stays healthy'],
    ['hosts-file', 5, undefined],
  ]);
  expect(kept?.remedies.map(({ id }) => id)).not.toContain('no-libwrap');
});
