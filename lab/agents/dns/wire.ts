import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, RECURSION_DESIRED, TRUNCATED_RESPONSE } from 'dns-packet';
import { type DnsAnswer, responseCodes } from '../../faults/fault.ts';

export interface DecodedQuery {
  readonly packet: DecodedPacket;
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: string;
}

/** Reads a query with exactly one question; null for anything else. */
export function decodeQuery(message: Buffer): DecodedQuery | null {
  try {
    const packet = decode(message);
    const [question, ...more] = packet.questions ?? [];
    if (packet.type !== 'query' || question === undefined || more.length > 0) {
      return null;
    }
    return { packet, name: question.name.toLowerCase().replace(/\.$/, ''), type: question.type };
  } catch {
    // What cannot be decoded is not a query: a nameserver drops it, and so does this one.
    return null;
  }
}

/** The authoritative response to `query`. */
export function encodeResponse({ packet }: DecodedQuery, { rcode, answers, truncated }: DnsAnswer): Buffer {
  const wantsEdns = packet.additionals?.some((record) => record.type === 'OPT') ?? false;
  return encode({
    type: 'response',
    ...(packet.id === undefined ? {} : { id: packet.id }),
    flags:
      AUTHORITATIVE_ANSWER |
      ((packet.flags ?? 0) & RECURSION_DESIRED) |
      (truncated === true ? TRUNCATED_RESPONSE : 0) |
      responseCodes[rcode],
    questions: packet.questions ?? [],
    answers: [...answers],
    additionals: wantsEdns ? [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] } as never] : [],
  });
}
