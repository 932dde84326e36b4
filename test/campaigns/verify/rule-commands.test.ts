import { describe, expect, test } from 'vitest';
import { commandNotes, commandsToTry, mostTrials } from '../../../lab/campaigns/verify/results/command-notes.ts';
import { ruleCommands } from '../../../lab/campaigns/verify/scenario/rule-commands.ts';
import { etcOf } from '../../support/etc-folders.ts';

const network = {
  database: { name: 'db1.corp.example', address: '192.0.2.10' },
  clients: [{ name: 'web-1.corp.example', address: '192.0.2.21' }],
  outsiders: [{ name: 'x', address: '203.0.113.66' }],
  nameservers: [{ address: '192.0.2.53', suffersFault: true }],
  assumed: [],
};
const commandsOf = (files: Readonly<Record<string, string>>, daemon = 'mariadbd') => ruleCommands({ etc: etcOf(files), network }, daemon);

describe('commands of rules', () => {
  test('are those about the server, with file and line, as the shell gets them', () => {
    const files = {
      'hosts.allow': '# spawn in a comment\nmysqld: ALL : spawn /bin/other\nALL: 192.0.2. : spawn /bin/echo %a %d %% %s \\: %p : allow\n',
      'hosts.deny': 'ALL: ALL : aclexec = /bin/check %h\nALL: ALL : spawn unterminated',
    };
    expect(commandsOf(files)).toEqual([
      { file: 'hosts.allow', line: 3, option: 'spawn', command: '/bin/echo 192.0.2.21 mariadbd % mariadbd@192.0.2.10 : 1' },
      { file: 'hosts.deny', line: 1, option: 'aclexec', command: '/bin/check 192.0.2.21' },
    ]);
  });

  test('have the client’s name for %h where the rule has asked for it, and for %n always', () => {
    expect(commandsOf({ 'hosts.allow': 'ALL: .corp.example : spawn a %h %n %c\nALL: 192. : spawn b %h %n %H %N %u\n' })).toMatchObject([
      { command: 'a web-1.corp.example web-1.corp.example web-1.corp.example' },
      { command: 'b 192.0.2.21 web-1.corp.example 192.0.2.10 db1.corp.example unknown' },
    ]);
  });
});

describe('remarks on commands', () => {
  const spawn = { file: 'hosts.allow', line: 3, option: 'spawn', command: '/bin/sleep 2' } as const;
  const tried = { command: '/bin/sleep 2', missing: [], tookMs: 2010, exitCode: 0 };
  const waits = 'the accept thread waits that long for each client that the rule matches';

  test.each([
    [tried, 'warning', `spawn: "/bin/sleep 2" took 2010 ms when run once in the lab's database host; ${waits}`],
    [
      { ...tried, tookMs: 0, exitCode: 1 },
      'note',
      `spawn: "/bin/sleep 2" took less than 10 ms and ended with exit code 1 when run once in the lab's database host; ${waits}`,
    ],
    [
      { ...tried, tookMs: null, exitCode: 137 },
      'warning',
      `spawn: "/bin/sleep 2" was still running after 5 s in the lab's database host; ${waits}`,
    ],
    [
      { ...tried, missing: ['/usr/bin/mail'], tookMs: 0 },
      'warning',
      'spawn: "/usr/bin/mail" is missing in the lab\'s database host, so its cost on your host was not measured',
    ],
  ])('%j', (result, weight, text) => {
    expect(commandNotes([spawn], [result])).toEqual([{ file: 'hosts.allow', line: 3, weight, text }]);
  });

  test('say that a missing program of aclexec decides in the lab', () => {
    const [note] = commandNotes([{ ...spawn, option: 'aclexec' }], [{ ...tried, missing: ['/opt/check'], exitCode: 127 }]);
    expect(note?.text).toMatch(/^aclexec: "\/opt\/check" is missing .*; without it the rule matches nobody here$/);
  });

  test('do not call a command quick that was not tried', () => {
    expect(commandNotes([spawn], [])[0]?.text).toContain('was not measured');
  });

  test('are about a limited number of commands, each tried once', () => {
    expect(commandsToTry([spawn, { ...spawn, line: 9 }])).toEqual(['/bin/sleep 2']);
    expect(commandsToTry(Array.from({ length: 50 }, (_, index) => ({ ...spawn, command: `a ${index}` })))).toHaveLength(mostTrials);
  });
});
