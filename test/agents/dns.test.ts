import { decode, encode } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { decodeQuery, encodeControlQuery, encodeResponse } from '../../lab/agents/dns/wire.ts';
import { honestZone } from '../../lab/agents/dns/zone.ts';

const zone = honestZone(
  [
    { name: 'web-1.app.test', address: '198.18.1.1' },
    { name: 'web-2.app.test', address: '2001:db8::2' },
  ],
  60,
);

describe('the honest zone', () => {
  test('has a PTR record for every host, and the name maps back', () => {
    expect(zone({ name: '1.1.18.198.in-addr.arpa', type: 'PTR' }).answers).toMatchObject([{ data: 'web-1.app.test' }]);
    expect(zone({ name: 'web-1.app.test', type: 'A' }).answers).toMatchObject([{ data: '198.18.1.1' }]);
  });

  test('has both records for IPv6 as well', () => {
    const reverse = `2.0.0.0.${'0.'.repeat(20)}8.b.d.0.1.0.0.2.ip6.arpa`;
    expect(zone({ name: reverse, type: 'PTR' }).answers).toMatchObject([{ data: 'web-2.app.test' }]);
    expect(zone({ name: 'web-2.app.test', type: 'AAAA' }).answers).toMatchObject([{ data: '2001:db8::2' }]);
  });

  test('distinguishes a name without such a record from a name that does not exist', () => {
    expect(zone({ name: 'web-1.app.test', type: 'AAAA' })).toEqual({ rcode: 'NOERROR', answers: [] });
    expect(zone({ name: 'nobody.app.test', type: 'A' })).toEqual({ rcode: 'NXDOMAIN', answers: [] });
  });
});

describe('the wire format', () => {
  const message = encode({ type: 'query', id: 4711, flags: 256, questions: [{ type: 'A', name: 'Web-1.APP.test' }] });

  test('reads a name without regard to case', () => {
    expect(decodeQuery(message)).toMatchObject({ name: 'web-1.app.test', type: 'A' });
  });

  test('repeats id and question in a response, which is authoritative and carries the code', () => {
    const query = decodeQuery(message);
    expect(query).not.toBeNull();
    if (query !== null) {
      const answered = decode(encodeResponse(query, zone(query)));
      expect(answered).toMatchObject({ id: 4711, type: 'response', flag_aa: true, rcode: 'NOERROR', answers: [{ data: '198.18.1.1' }] });
      expect(decode(encodeResponse(query, { rcode: 'NXDOMAIN', answers: [] }))).toMatchObject({ rcode: 'NXDOMAIN', answers: [] });
    }
  });

  test('distinguishes a control query from a query of the host about the same name, with or without EDNS', () => {
    const question = { type: 'A', name: 'web-1.app.test' } as const;
    const edns = { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [{ code: 10, data: Buffer.alloc(8) }] } as never;
    const control = decodeQuery(encodeControlQuery(7, question));
    expect(control).toMatchObject({ name: 'web-1.app.test', type: 'A', control: true });
    expect(decodeQuery(message)).toMatchObject({ control: false });
    expect(decodeQuery(encode({ type: 'query', id: 1, questions: [question], additionals: [edns] }))).toMatchObject({ control: false });
    expect(control === null ? null : decode(encodeResponse(control, zone(control)))).toMatchObject({
      id: 7,
      answers: [{ data: '198.18.1.1' }],
    });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('not a DNS message at all, but long enough to look like one')],
    ['a response', encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'a.b' }] })],
    [
      'two questions',
      encode({
        type: 'query',
        id: 1,
        questions: [
          { type: 'A', name: 'a.b' },
          { type: 'A', name: 'c.d' },
        ],
      }),
    ],
  ])('does not take %s for a query', (_name, bytes) => {
    expect(decodeQuery(bytes)).toBeNull();
  });
});
