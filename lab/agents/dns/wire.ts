import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, RECURSION_DESIRED, TRUNCATED_RESPONSE } from 'dns-packet';
import { type DnsAnswer, responseCodes } from '../../faults/fault.ts';
import { type ControlQuestion, controlOptionCode } from '../../network/control-queries.ts';

/** EDNS (RFC 6891). */
const optRecord = { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0 } as const;

export interface DecodedQuery {
  readonly packet: DecodedPacket;
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: string;
  /** Whether it carries the mark of the lab's own control queries. */
  readonly control: boolean;
}

/** Decodes a query with exactly one question; null for anything else. */
export function decodeQuery(message: Buffer): DecodedQuery | null {
  try {
    const packet = decode(message);
    const [question, ...more] = packet.questions ?? [];
    if (packet.type !== 'query' || question === undefined || more.length > 0) {
      return null;
    }
    return { packet, name: question.name.toLowerCase().replace(/\.$/, ''), type: question.type, control: isMarked(packet) };
  } catch {
    // Nameservers drop what they cannot decode.
    return null;
  }
}

/** A control query, with the mark that `decodeQuery` recognises. */
export function encodeControlQuery(id: number, question: ControlQuestion): Buffer {
  const options = [{ code: controlOptionCode, data: Buffer.alloc(0) }];
  return encode({ type: 'query', id, questions: [question], additionals: [{ ...optRecord, options } as never] });
}

function isMarked({ additionals = [] }: DecodedPacket): boolean {
  return additionals.some((record) => record.type === 'OPT' && record.options.some(({ code }) => Number(code) === controlOptionCode));
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
    additionals: wantsEdns ? [{ ...optRecord, options: [] } as never] : [],
  });
}
