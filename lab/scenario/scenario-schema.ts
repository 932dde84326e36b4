import { z } from 'zod';
import { withNearest } from '../errors/near-names.ts';
import { faultIds, faultSchema } from '../faults/index.ts';
import { fixIds } from '../fixes/index.ts';
import { claimSchema } from '../model/claim.ts';
import { certificates, linkages, resolverCaches } from '../model/database-host.ts';
import { expectationSchema, quantitySchema } from '../model/expectation.ts';
import { identBehaviours } from '../model/ident.ts';
import { arrivalsSchema, streamSchema } from '../model/load.ts';
import { operatorPortKinds, phases } from '../model/vocabulary.ts';
import { addressAfter, canonicalAddress, isAddress, isIPv6, type NamedHost } from '../network/addresses.ts';
import { type NameserversOfScenario, nameserversOf } from './nameservers.ts';
import { regimeSchema, takesSchema } from './regime.ts';

const address = z.string().refine(isAddress, 'an IPv4 or IPv6 address');
const hostName = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, 'a full host name in lower case');
const duration = z.number().int().min(0).max(600_000);
/** Bounds every run: every phase and every load has an end. */
export const longestRunMs = 1_800_000;

const sysctlsSchema = z.record(z.string().regex(/^net\./, 'a sysctl of the network namespace (net.…)'), z.string());

/** A host of a user's own network, where names may have a single label, or an underscore. */
export const namedHostSchema = z.strictObject({
  name: z.string().regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/, 'a host name in lower case'),
  address,
});

export const databaseHostSchema = z.strictObject({
  name: namedHostSchema.shape.name,
  address,
  secondAddress: address.exactOptional(),
  files: z.record(z.string().regex(/^\/etc\/[^\0]+$/, 'a path below /etc'), z.string()),
  serverOptions: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/, 'the name of a server option'), z.string()),
  sysctls: sysctlsSchema,
  firewall: z.string().exactOptional(),
  certificate: z.enum(certificates).exactOptional(),
  resolverCache: z.enum(resolverCaches).exactOptional(),
  libwrap: z.enum(linkages).exactOptional(),
  accountHosts: z.array(address).readonly().exactOptional(),
  reachableFrom: z.array(address).readonly().exactOptional(),
});

/** Client hosts `<prefix>-1.<domain>`, `<prefix>-2.<domain>` …, at consecutive addresses. */
export const clientGroupSchema = z.strictObject({
  prefix: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes'),
  domain: hostName,
  firstAddress: address,
  count: z.number().int().min(1).max(4096),
});
export type ClientGroup = Readonly<z.infer<typeof clientGroupSchema>>;

/** Clients: a group, or a list of names and addresses. */
export const clientsSchema = z.union([clientGroupSchema, z.array(namedHostSchema).min(1).max(4096).readonly()]);
export type Clients = Readonly<z.infer<typeof clientsSchema>>;

export const scenarioSchema = z
  .strictObject({
    /** One line for lists. */
    title: z.string().min(1).max(100),
    /** What happens and why, for a reader who is new to it. */
    story: z.string().min(1),
    nameserver: address,
    /** A second nameserver, which stays honest whatever the fault is. The database host asks it only if a fix says so. Default: none. */
    secondNameserver: address.optional(),
    /** The TTL of the nameservers' answers, in seconds. */
    recordTtlSeconds: z.number().int().min(0).max(86_400).default(60),
    /** Further nameservers, each with the fault or without. */
    otherNameservers: z
      .array(z.strictObject({ address, suffersFault: z.boolean() }))
      .readonly()
      .default([]),
    clients: z.strictObject({ tcp: clientsSchema, outsider: clientsSchema }),
    /**
     * Clients that are held back: a share of the "tcp" clients, drawn by the seed (at least one, never all). They first connect `afterMs`
     * into the fault, when no cache knows them. Default: none.
     */
    newcomers: z.strictObject({ share: z.number().gt(0).lt(1), afterMs: duration.default(0) }).exactOptional(),
    /** Whether the server's host cache is emptied when the fault begins, so that all clients are newcomers to it. Default: no. */
    forgetHostsAtFault: z.literal(true).exactOptional(),
    host: databaseHostSchema,
    /** What the clients' hosts do when they are asked for the user of a connection. Default: `reset`, because nothing listens there. */
    ident: z.enum(identBehaviours).exactOptional(),
    /** Sysctls of the clients' network namespace, such as their range of source ports. */
    clientSysctls: sysctlsSchema.default({}),
    /**
     * A port for operators in addition to the clients': with an accept thread of its own, or served by the common one. A server without
     * such a port cannot run the scenario. Default: none.
     */
    operatorPort: z.enum(operatorPortKinds).optional(),
    fixes: z.array(z.enum(fixIds)).default([]),
    fault: faultSchema,
    load: z.array(streamSchema).min(1),
    /** The phase in which strace counts how often the accept thread opens hosts.allow and hosts.deny, and slows that thread. Default: none. */
    traceReads: z.enum(phases).exactOptional(),
    /**
     * A phase in which the server gets only this share of a CPU: a control, in which it is slow for another reason than the DNS. The engine
     * accepts 0.01 or more. Default: none.
     */
    shortOfCpu: z.strictObject({ phase: z.enum(phases), cpus: z.number().min(0.01).max(64) }).exactOptional(),
    timeline: z.strictObject({ settleMs: duration, baselineMs: duration, faultMs: duration, recoveryMs: duration }),
    /** How often agents take readings of database host and clients, in ms. */
    readingIntervalMs: z.number().int().min(100).max(10_000).default(250),
    /** If a load agent starts its connects later than this (99th percentile), the run is inconclusive. */
    lagBudgetMs: z.number().positive().default(250),
    /** False for a run that asks whether the host is healthy at all: it is judged even if its baseline is unhealthy. */
    healthyBaseline: z.boolean().default(true),
    expectations: z.array(expectationSchema).min(1),
    /** What the command line may change. Default: neither rate nor delay, because the expectations hold only for the scenario's own. */
    takes: takesSchema.default({}),
    /**
     * The regimes that rate and delay can lead to; the first whose bounds hold applies. The one of the scenario's own rate and delay keeps
     * its timeline and expectations. Default: a single regime, wherever `takes` allows.
     */
    regimes: z.array(regimeSchema).readonly().exactOptional(),
    /** The regime of a plan; the plan sets it, for reports. */
    regime: regimeSchema.pick({ id: true, text: true }).exactOptional(),
    /** Statements about the outage that this scenario tests; the README lists them. */
    claims: z.array(claimSchema).readonly().default([]),
  })
  .check(({ value, issues }) => {
    const report = (path: (string | number)[], message: string) => issues.push({ code: 'custom', message, path, input: value });
    const total = Object.values(value.timeline).reduce((sum, ms) => sum + ms, 0);
    if (total > longestRunMs) {
      report(['timeline'], `phases of ${longestRunMs} ms or less in all, got ${total}`);
    }
    for (const [part, names] of Object.entries(namesThatMustDiffer(value))) {
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) !== index) {
          report([part, index], `unique names, got "${name}" twice`);
        }
      }
    }
    for (const [index, regime] of (value.regimes ?? []).entries()) {
      const ids = (regime.expectations ?? []).map(({ id }) => id);
      for (const [position, id] of ids.entries()) {
        if (ids.indexOf(id) !== position) {
          report(['regimes', index, 'expectations', position], `unique names, got "${id}" twice`);
        }
      }
    }
    const known = value.expectations.map(({ id }) => id);
    for (const [index, { shownBy }] of value.claims.entries()) {
      for (const id of shownBy.filter((each) => !known.includes(each))) {
        report(['claims', index, 'shownBy'], `ids of expectations, got ${withNearest(id, known)}`);
      }
    }
    checkAddresses(value, report);
  });

/** A scenario with every default filled in. */
export type Scenario = Readonly<z.infer<typeof scenarioSchema>>;
/** A scenario as an author writes it. */
export type ScenarioInput = Readonly<z.input<typeof scenarioSchema>>;

/** Declares a scenario. It is plain data; the lab checks it when it loads the file. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario;
}

/** The hosts of a client group, in order of their addresses, or those of a list. */
export function expandClients(clients: Clients): readonly NamedHost[] {
  return 'count' in clients
    ? Array.from({ length: clients.count }, (_, index) => ({
        name: `${clients.prefix}-${index + 1}.${clients.domain}`,
        address: addressAfter(clients.firstAddress, index),
      }))
    : clients;
}

/** No two hosts of a run may share an address. */
function checkAddresses(
  { host, clients, ...around }: NameserversOfScenario & Pick<Scenario, 'host' | 'clients'>,
  report: (path: (string | number)[], message: string) => void,
): void {
  const taken = new Map<string, string>();
  const take = (path: (string | number)[], added: string, of: string, who: string): void => {
    if (!isAddress(added)) {
      // The schema has reported it.
      return;
    }
    const other = taken.get(canonicalAddress(added));
    if (other !== undefined) {
      report(path, `an address of its own${of}, got ${added}, which ${other} has`);
    }
    taken.set(canonicalAddress(added), who);
  };
  take(['host', 'address'], host.address, '', 'the database host');
  if (host.secondAddress !== undefined) {
    take(['host', 'secondAddress'], host.secondAddress, '', 'the database host');
    if (isAddress(host.address) && isAddress(host.secondAddress) && isIPv6(host.secondAddress) === isIPv6(host.address)) {
      report(['host', 'secondAddress'], `one IPv4 and one IPv6 address, got ${host.address} and ${host.secondAddress}`);
    }
  }
  for (const { address: added, place } of nameserversOf(around)) {
    take([...place], added, '', nameserverWords[place[0]]);
  }
  const groups = [clients.tcp, clients.outsider].filter((group) => !('count' in group) || clientGroupSchema.safeParse(group).success);
  for (const client of groups.flatMap(expandClients)) {
    take(['clients'], client.address, ` for ${client.name}`, client.name);
  }
}

const nameserverWords: Readonly<Record<keyof NameserversOfScenario, string>> = {
  nameserver: 'the nameserver',
  secondNameserver: 'the second nameserver',
  otherNameservers: 'another nameserver',
};

function namesThatMustDiffer(scenario: Pick<Scenario, 'expectations' | 'load' | 'regimes'>): Record<string, string[]> {
  return {
    expectations: scenario.expectations.map(({ id }) => id),
    load: scenario.load.map(({ path }) => path),
    regimes: (scenario.regimes ?? []).map(({ id }) => id),
  };
}

function clientsPart([, second, third]: readonly PropertyKey[]): { readonly shape: object } {
  if (second === undefined) {
    return scenarioSchema.shape.clients;
  }
  return typeof third === 'number' ? namedHostSchema : clientGroupSchema;
}

/** The keys that a scenario may have at `path`, or the values if a value decides the form; a problem suggests the nearest. */
export function legalInScenario(path: readonly PropertyKey[]): readonly string[] {
  const [first, second, third, fourth] = path;
  if (first === 'fault') {
    return second === 'id' ? faultIds : [];
  }
  if (third === 'measure') {
    return fourth === 'of' ? quantitySchema.options.map((option) => option.shape.of.value) : [];
  }
  if (third === 'arrivals') {
    return fourth === 'process' ? arrivalsSchema.options.map((option) => option.shape.process.value) : [];
  }
  const parts: Readonly<Record<string, { readonly shape: object }>> = {
    host: databaseHostSchema,
    timeline: scenarioSchema.shape.timeline,
    clients: clientsPart(path),
    load: streamSchema,
    expectations: expectationSchema,
  };
  const schema = first === undefined ? scenarioSchema : parts[String(first)];
  return schema === undefined ? [] : Object.keys(schema.shape);
}
