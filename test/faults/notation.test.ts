import { describe, expect, test } from 'vitest';
import { parseOptions } from '../../lab/cli/options.ts';
import { faultSchema } from '../../lab/faults/index.ts';
import { faultName } from '../../lab/faults/notation/fault-name.ts';
import { faultOption } from '../../lab/faults/notation/fault-option.ts';

const read = (text: string) =>
  parseOptions({ fault: { takes: 'ID', help: 'the fault', value: faultOption } }, ['--fault', text]).values.fault;

describe('--fault', () => {
  test('takes a name alone, and fills in the fault’s defaults', () => {
    expect(read('slow')).toEqual({ settings: { id: 'slow', delay: 500 }, detailed: false });
  });

  test.each([
    ['lossy:share=0.5', { id: 'lossy', share: 0.5 }],
    ['truncated:tcp=closed', { id: 'truncated', tcp: 'closed', tcpDelayMs: 500 }],
    ['spoofed:forward=true', { id: 'spoofed', forward: true }],
    ['spoofed:claims=Root.example', { id: 'spoofed', claims: 'root.example', forward: false }],
    ['spoofed:claims=a.example+10,forward=true', { id: 'spoofed', claims: ['a.example', '10'], forward: true }],
    ['jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90', { id: 'jitter', delay: { shape: 'uniform', fromMs: 10, toMs: 90 } }],
    ['dead:only.types=PTR+A,only.clients=198.18.1.1', { id: 'dead', only: { types: ['PTR', 'A'], clients: ['198.18.1.1'] } }],
    ['dead:only.clients=2001:db8::1', { id: 'dead', only: { clients: ['2001:db8::1'] } }],
  ])('reads the settings of %s', (text, settings) => {
    expect(read(text)).toEqual({ settings, detailed: true });
  });

  test('suggests the nearest fault for an unknown one', () => {
    expect(() => read('slwo')).toThrow(/expected one of none, slow.*did you mean "slow"/);
  });

  test('takes a colon without settings as the fault alone', () => {
    expect(read('dead:')).toEqual({ settings: { id: 'dead' }, detailed: false });
  });

  test.each([
    { id: 'spoofed', claims: 'a.example', forward: false },
    { id: 'spoofed', claims: ['a.example', '10'], forward: true },
    { id: 'dead', only: { names: ['.example.net', 'in-addr.arpa'], types: ['A'] } },
    { id: 'jitter', delay: { shape: 'normal', meanMs: 5, deviationMs: 1.5 } },
  ])('reads the name that a report gives %j', (fault) => {
    const settings = faultSchema.parse(fault);
    expect(read(faultName(settings))?.settings).toEqual(settings);
  });

  test.each([
    'slow:dealy=4',
    'spoofed:claims=a..b',
    'spoofed:claims=a+',
    'lossy:share=2',
    'dead:only.types=MX',
    'slow:delay',
    'jitter:delay.shape=uniform',
  ])('rejects %s', (text) => {
    expect(() => read(text)).toThrow(/--fault: expected settings that ".*" has/);
  });
});
