import { describe, expect, test } from 'vitest';
import { planAsText } from '../../lab/reports/plan-as-text.ts';
import { plain } from '../../lab/text/paint.ts';
import { smallPlan } from '../support/plan.ts';

describe('a plan as text', () => {
  test('shows timeline, load, fault, clients, host, expectations and what would be started', () => {
    expect(planAsText(smallPlan(), plain)).toMatchInlineSnapshot(`
      "small  a small one
      no fixes · mariadb · seed 1

      timeline
        phase     from    to  length
        settle     0 s   0 s     0 s
        baseline   0 s  10 s    10 s
        fault     10 s  20 s    10 s
        recovery  20 s  30 s    10 s

      load: arrivals by path and phase
        path      settle  baseline  fault  recovery  all  connect timeout  tries
        tcp            0         9     10        10   29             10 s      1
        outsider       0         4      5         5   14             10 s      1

      fault
        slow, delay 500, from 10 s to 20 s
        nameserver 198.18.0.53
        nameserver 198.18.0.54, which stays honest

      clients
        network clients: 20, web-1.app.test (198.18.1.1) to web-20.app.test (198.18.1.20)
        outsiders: 3, stranger-1.other.test (198.19.0.1) to stranger-3.other.test (198.19.0.3)

      database host db.app.test
        address 198.18.0.10
        /etc/mysql/my.cnf:
            [mysqld]
            skip_name_resolve = ON
        accounts of mysqld:
            'app'@'%'
        networks that reach the host:
            all
        mysqld and libwrap:
            linked
        /etc/hosts.allow:
            mariadbd: .app.test
        /etc/hosts.deny:
            ALL: ALL
        /etc/resolv.conf:
            nameserver 198.18.0.53
        /etc/hosts:
            127.0.0.1 localhost
            ::1 localhost
            198.18.0.10 db.app.test db
        /etc/nsswitch.conf:
            passwd: files
            group: files
            hosts: files dns
        options of mariadb in the lab, which those of the host override:
            user = mysql
            datadir = /var/lib/mysql
            innodb_log_file_size = 8M
            innodb_buffer_pool_size = 32M
            log_warnings = 4

      expectations
        stalls: clients stall

      a run would start, on a network of its own
        container  image    what is in it
        database   mariadb  the database host db.app.test with mariadbd
        dns        agent    all nameservers
        clients    agent    every client on the network
        watch      agent    inside the database host: readings, evidence, control queries
        local      agent    inside the database host: clients on the host itself

      Nothing was started.
      "
    `);
  });

  test('shows every setting of the fault, held-back clients and retries', () => {
    const text = planAsText(
      smallPlan({
        fault: { id: 'lossy', only: { types: ['PTR'] } },
        newcomers: { share: 0.5, afterMs: 1500 },
        load: [
          {
            path: 'tcp',
            arrivals: { process: 'constant', ratePerSecond: 2 },
            pool: { idleConnections: 1 },
            retry: { after: 'immediately', maximumRetries: 3 },
          },
        ],
      }),
      plain,
    );
    expect(text).toContain('  lossy, only {"types":["PTR"]}, share 0.3, from ');
    expect(text).toContain('  50 % of them are held back until 1.5 s into the fault\n');
    expect(text).toMatch(/^ {2}tcp .* up to 4$/m);
  });

  test('counts every arrival once, by phase', () => {
    const plan = smallPlan();
    const rows = [...planAsText(plan, plain).matchAll(/^ {2}(?:tcp|outsider|socket|session) +([\d ]+?) +\d+(?:\.\d+)? s /gm)];
    const figures = rows.map(([, cells = '']) => cells.trim().split(/ +/).map(Number));
    expect(figures.length).toBe(plan.scenario.load.length);
    expect(figures.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0)).toBe(plan.arrivals.length);
    for (const row of figures) {
      expect(row.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(row.at(-1));
    }
  });

  test('has no control characters of a file or a title', () => {
    expect(planAsText(smallPlan({ title: 'a\u001b[2Jb' }), plain)).toContain('a\\x1b[2Jb');
  });
});
