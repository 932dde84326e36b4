import type { Query } from '../faults/fault.ts';
import { enforce, type FaultInForce, type FaultSettings } from '../faults/index.ts';
import type { Only } from '../faults/only.ts';
import { hostAddresses } from '../model/database-host.ts';
import { isIPv6, type NamedHost, reverseName } from '../network/addresses.ts';
import type { ControlQuestion } from '../network/control-queries.ts';
import { expandClients } from '../scenario/hosts-schema.ts';
import { type AroundNameserver, commonQuestions, controlHosts } from './control-hosts.ts';

/** Few, so that at one question a second all are asked within a few seconds. */
const mostOfOneType = 2;
const types = ['PTR', 'A', 'AAAA'] as const;

/**
 * The control queries for the scenario's fault, asked in turn. For a fault with `only` they are questions that the fault changes, found by
 * trying it; if there are none, they are the common ones, which then show nothing.
 */
export function controlQuestions(scenario: Around): ControlQuestion[] {
  const only = 'only' in scenario.fault ? scenario.fault.only : undefined;
  if (only === undefined) {
    return commonQuestions(scenario);
  }
  const may = mayChange(scenario);
  const chosen = types.flatMap((type) => {
    const fits = (question: ControlQuestion): boolean => question.type === type && may(question);
    const known = aboutHosts(scenario, only).filter(fits);
    return known.length > 0 ? known.slice(0, mostOfOneType) : (only.names ?? []).flatMap(questionsBelow).filter(fits).slice(0, 1);
  });
  return chosen.length > 0 ? chosen : commonQuestions(scenario);
}

/** Whether the fault changes control queries: at least one of them surely, some by chance, or none ever. */
export function changesControlQueries(scenario: Around): 'surely' | 'by chance' | 'never' {
  const questions = controlQuestions(scenario);
  if (!questions.some(mayChange(scenario))) {
    return 'never';
  }
  return questions.some(mustChange(scenario)) ? 'surely' : 'by chance';
}

type Around = AroundNameserver & { readonly fault: FaultSettings };

/** Random draws that stand for all, and times since the fault was put in force, in ms. */
const draws = [1e-9, 0.5, 1 - 1e-9];
const times = Array.from({ length: 34 }, (_, index) => Math.round(1.5 ** index - 1));

function mayChange(scenario: Around): (question: ControlQuestion) => boolean {
  const drawn = draws.map((draw) => inForce(scenario, draw));
  return (question) => drawn.some((fault) => changes(fault, question, 0));
}

function mustChange(scenario: Around): (question: ControlQuestion) => boolean {
  const drawn = draws.map((draw) => inForce(scenario, draw));
  return (question) => drawn.every((fault) => times.every((atMs) => changes(fault, question, atMs)));
}

function inForce(scenario: Around, draw: number): FaultInForce {
  const { clients, outsiders, others } = hostsOf(scenario);
  return enforce(scenario.fault, { random: () => draw, clients, outsiders, others });
}

function changes(fault: FaultInForce, { name, type }: ControlQuestion, atMs: number): boolean {
  const query: Query = { name, type, transport: 'udp', client: '', control: true, atMs, honest: { rcode: 'NOERROR', answers: [] } };
  const treatment = fault.treat(query);
  return treatment.kind === 'silence' || treatment.answer !== undefined || treatment.delayMs > 0;
}

/** Questions about hosts of the zone, and about addresses of `only` that no host of the zone has. */
function aboutHosts(scenario: Around, only: Only): ControlQuestion[] {
  const { clients, outsiders, others } = hostsOf(scenario);
  const hosts = [...others, ...clients, ...outsiders].flatMap(questionsAbout);
  const addresses = (only.clients ?? []).map((address) => ({ type: 'PTR' as const, name: reverseName(address) }));
  const known = new Set(hosts.map(({ name }) => name));
  return [...hosts, ...addresses.filter(({ name }) => !known.has(name))];
}

function questionsAbout({ name, address }: NamedHost): ControlQuestion[] {
  const [own, other] = isIPv6(address) ? (['AAAA', 'A'] as const) : (['A', 'AAAA'] as const);
  return [
    { type: 'PTR', name: reverseName(address) },
    { type: own, name },
    { type: other, name },
  ];
}

/** Questions about names with this ending that no host has: about an address below `arpa`, else about a host. */
function questionsBelow(ending: string): ControlQuestion[] {
  const below = ending.startsWith('.') ? ending : `.${ending}`;
  return /(^|\.)arpa$/.test(ending)
    ? [{ type: 'PTR', name: `1${below}` }]
    : (['A', 'AAAA'] as const).map((type) => ({ type, name: `wraplab-control${below}` }));
}

function hostsOf(scenario: Around) {
  const { known, stranger } = controlHosts(scenario);
  return {
    clients: expandClients(scenario.clients.tcp),
    outsiders: [...expandClients(scenario.clients.outsider), stranger],
    others: [known, ...hostAddresses(scenario.host).map((address) => ({ name: scenario.host.name, address }))],
  };
}
