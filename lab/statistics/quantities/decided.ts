import type { Path } from '../../model/vocabulary.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { expandClients } from '../../scenario/hosts-schema.ts';
import { admissions, clientDecisions } from '../decisions.ts';
import { decidingWindows, windowOf } from '../fault-windows.ts';
import type { Measured } from '../measurement.ts';
import { connects, type Span } from '../select.ts';
import type { QuantityKinds, Settings } from './quantity-kind.ts';

/** Who gets in, by what was decided while the DNS was wrong. A decision after that was made by a healthy DNS, and does not count. */
export const decided = {
  available: {
    meaning: 'the share of a path’s clients that got in on any try, of those decided in time: in the fault phase, while the DNS was wrong',
    unit: '%',
    measure: available,
  },
  admitted: {
    meaning: 'how many connects of a path the ACL let pass, or logged in, of those decided in time',
    unit: 'connects',
    measure: admitted,
  },
  idleHosts: {
    meaning: 'how many hosts of a path tried less often than a given number, in the fault phase while the DNS was wrong',
    unit: 'hosts',
    measure: idleHosts,
  },
} as const satisfies Partial<QuantityKinds>;

/** Clients that still waited when the DNS was well again are left out, and counted as undecided. */
function available(record: RunRecord, { path, clients: kind }: Settings['available'], span: Span): Measured {
  const clients = clientDecisions(record, path, span, kind);
  const admittedClients = clients.filter(({ gotIn }) => gotIn === true).length;
  const samples = clients.filter(({ gotIn }) => gotIn !== null).length;
  return {
    value: samples === 0 ? null : (100 * admittedClients) / samples,
    samples,
    undecided: clients.length - samples,
  };
}

/** By `acl`: the server greeted the client, which it does only after libwrap has let it pass. By `login`: its account was accepted as well. */
function admitted(record: RunRecord, { path, by, everyHost }: Settings['admitted'], span: Span): Measured {
  const came = admissions(record, path, span, by);
  const answered = came.filter((each) => each.admitted !== null);
  const heard = new Set(answered.map(({ sample }) => sample.source));
  const silent = everyHost === true ? hostsOf(record, path).filter(({ address }) => !heard.has(address)) : [];
  return {
    value: answered.filter((each) => each.admitted).length,
    samples: answered.length,
    undecided: came.length - answered.length,
    onlyGrows: true,
    ...(by === 'acl' ? { note: `${answered.filter(({ sample }) => sample.outcome === 'ok').length} of them logged in` } : {}),
    ...(silent.length === 0
      ? {}
      : { missing: `no connect of ${inShort(silent.map(({ name }) => name))} was decided while the DNS was wrong` }),
  };
}

function idleHosts(record: RunRecord, { path, atLeast }: Settings['idleHosts'], span: Span): Measured {
  const windows = decidingWindows(record, span);
  const tries = new Map<string | null, number>();
  for (const sample of connects(record, path, span).filter((each) => windowOf(each, windows) !== undefined)) {
    tries.set(sample.source, (tries.get(sample.source) ?? 0) + 1);
  }
  const hosts = hostsOf(record, path);
  const idle = hosts.filter(({ address }) => (tries.get(address) ?? 0) < atLeast);
  return {
    value: idle.length,
    samples: hosts.length,
    ...(idle.length === 0 ? {} : { note: `fewer than ${atLeast} tries by ${inShort(idle.map(({ name }) => name))}` }),
  };
}

const mostNames = 10;

/** The first names, and how many more there are. */
function inShort(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hostsOf({ manifest: { scenario } }: RunRecord, path: Path) {
  return expandClients(path === 'outsider' || path === 'adminOutsider' ? scenario.clients.outsider : scenario.clients.tcp);
}
