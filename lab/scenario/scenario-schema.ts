import { z } from 'zod';
import { withNearest } from '../errors/near-names.ts';
import { isControl } from '../faults/capabilities.ts';
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
  name: z
    .string()
    .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/, 'a host name in lower case')
    .describe('Its name.'),
  address: address.describe('Its address.'),
});

export const databaseHostSchema = z.strictObject({
  name: namedHostSchema.shape.name.describe("Fully qualified host name; also the container's hostname."),
  address: address.describe('The address on the scenario’s network, IPv4 or IPv6, that clients connect to.'),
  secondAddress: address.exactOptional().describe('Its address of the other family, for clients of that family. Default: none.'),
  files: z
    .record(z.string().regex(/^\/etc\/[^\0]+$/, 'a path below /etc'), z.string())
    .describe(
      "Files by absolute path, with their whole content. `{daemon}` in them stands for the server's program name (`mariadbd`, `mysqld`), which libwrap compares with the rules; so a host fits any server.",
    ),
  serverOptions: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]*$/, 'the name of a server option'), z.string())
    .describe('Options of mysqld, as in a section `[mysqld]`: name to value.'),
  sysctls: sysctlsSchema.describe("Sysctls of the host's own network namespace, name to value."),
  firewall: z.string().exactOptional().describe("An nftables ruleset for the host's network namespace. Default: no packet filter."),
  certificate: z
    .enum(certificates)
    .exactOptional()
    .describe(
      'A certificate for TLS, instead of the one that the option files name. Default: that one, or the one that the server makes itself.',
    ),
  resolverCache: z
    .enum(resolverCaches)
    .exactOptional()
    .describe('A program on the host that caches DNS answers; its configuration is one of `files`. Default: none.'),
  libwrap: z.enum(linkages).exactOptional().describe('Whether the server program is linked against libwrap. Default: linked.'),
  accountHosts: z
    .array(address)
    .readonly()
    .exactOptional()
    .describe("Addresses from which MySQL's accounts may be used, in addition to the host itself. Default: anywhere (`%`)."),
  reachableFrom: z.array(address).readonly().exactOptional().describe('Addresses that have a route to the host and back. Default: all.'),
});

/** Client hosts `<prefix>-1.<domain>`, `<prefix>-2.<domain>` …, at consecutive addresses. */
export const clientGroupSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes')
    .describe('What their names begin with.'),
  domain: hostName.describe('What their names end with.'),
  firstAddress: address.describe('The address of the first.'),
  count: z.number().int().min(1).max(4096).describe('How many there are.'),
});

/** Clients: a group, or a list of names and addresses. */
export const clientsSchema = z.union([clientGroupSchema, z.array(namedHostSchema).min(1).max(4096).readonly()]);
export type Clients = Readonly<z.infer<typeof clientsSchema>>;

export const scenarioSchema = z
  .strictObject({
    title: z.string().min(1).max(100).describe('One line for lists.'),
    story: z.string().min(1).describe('What happens and why, for a reader who is new to it.'),
    nameserver: address.describe('The nameserver with the fault.'),
    secondNameserver: address
      .optional()
      .describe(
        'A second nameserver, which stays honest whatever the fault is. The database host asks it only if a fix says so. Default: none.',
      ),
    recordTtlSeconds: z.number().int().min(0).max(86_400).default(60).describe("The TTL of the nameservers' answers, in seconds."),
    otherNameservers: z
      .array(
        z.strictObject({
          address: address.describe('Its address.'),
          suffersFault: z.boolean().describe('Whether the fault is on it too.'),
        }),
      )
      .readonly()
      .default([])
      .describe('Further nameservers, each with the fault or without.'),
    clients: z
      .strictObject({
        tcp: clientsSchema.describe('Those that the ACL lets in.'),
        outsider: clientsSchema.describe('Those that it must refuse.'),
      })
      .describe('The clients on the network.'),
    newcomers: z
      .strictObject({
        share: z.number().gt(0).lt(1).describe('Their share of the clients.'),
        afterMs: duration.default(0).describe('When they begin to connect, in ms after the beginning of the fault.'),
      })
      .exactOptional()
      .describe(
        'Clients that are held back: a share of the "tcp" clients, drawn by the seed (at least one, never all). They first connect `afterMs` into the fault, when no cache knows them. Default: none.',
      ),
    forgetHostsAtFault: z
      .literal(true)
      .exactOptional()
      .describe("Whether the server's host cache is emptied when the fault begins, so that all clients are newcomers to it. Default: no."),
    host: databaseHostSchema.describe('The database host before the fixes.'),
    ident: z
      .enum(identBehaviours)
      .exactOptional()
      .describe(
        "What the clients' hosts do when they are asked for the user of a connection. Default: `reset`, because nothing listens there.",
      ),
    clientSysctls: sysctlsSchema.default({}).describe("Sysctls of the clients' network namespace, such as their range of source ports."),
    operatorPort: z
      .enum(operatorPortKinds)
      .optional()
      .describe(
        "A port for operators in addition to the clients': with an accept thread of its own, or served by the common one. A server without such a port cannot run the scenario. Default: none.",
      ),
    fixes: z.array(z.enum(fixIds)).default([]).describe('What is changed on the database host or its clients, in this order.'),
    fault: faultSchema.describe('What the DNS does wrong in the fault phase.'),
    outage: z
      .literal(true)
      .exactOptional()
      .describe(
        'Whether this is the outage: a fault that keeps allowed clients waiting or out, on a host without fixes. With `--fix` the question is then whether the fix holds. Default: no.',
      ),
    load: z.array(streamSchema).min(1).describe('Who connects, and when; one entry a path.'),
    traceReads: z
      .enum(phases)
      .exactOptional()
      .describe(
        'The phase in which strace counts how often the accept thread opens hosts.allow and hosts.deny, and slows that thread. Default: none.',
      ),
    shortOfCpu: z
      .strictObject({
        phase: z.enum(phases).describe('The phase.'),
        cpus: z.number().min(0.01).max(64).describe('The share.'),
      })
      .exactOptional()
      .describe(
        'A phase in which the server gets only this share of a CPU: a control, in which it is slow for another reason than the DNS. The engine accepts 0.01 or more. Default: none.',
      ),
    timeline: z
      .strictObject({
        settleMs: duration.describe('Time for everything to settle; it is not judged.'),
        baselineMs: duration.describe('The same load with a healthy DNS, to compare with.'),
        faultMs: duration.describe('The fault.'),
        recoveryMs: duration.describe('The DNS is healthy again.'),
      })
      .describe(`How long each phase lasts, in ms; ${longestRunMs / 60_000} minutes at most in all.`),
    readingIntervalMs: z
      .number()
      .int()
      .min(100)
      .max(10_000)
      .default(250)
      .describe('How often agents take readings of database host and clients, in ms.'),
    lagBudgetMs: z
      .number()
      .positive()
      .default(250)
      .describe('If a load agent starts its connects later than this (99th percentile), the run is inconclusive.'),
    healthyBaseline: z
      .boolean()
      .default(true)
      .describe('False for a run that asks whether the host is healthy at all: it is judged even if its baseline is unhealthy.'),
    expectations: z.array(expectationSchema).min(1).describe('What must be measured.'),
    takes: takesSchema
      .default({})
      .describe(
        "What the command line may change. Default: neither rate nor delay, because the expectations hold only for the scenario's own.",
      ),
    regimes: z
      .array(regimeSchema)
      .readonly()
      .exactOptional()
      .describe(
        "The regimes that rate and delay can lead to; the first whose bounds hold applies. The one of the scenario's own rate and delay keeps its timeline and expectations. Default: a single regime, wherever `takes` allows.",
      ),
    regime: regimeSchema.pick({ id: true, text: true }).exactOptional().describe('The regime of a plan; the plan sets it, for reports.'),
    claims: z
      .array(claimSchema)
      .readonly()
      .default([])
      .describe('Statements about the outage that this scenario tests; the README lists them.'),
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
    checkOutage(value, report);
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

/** A fix is tried against a fault, on a host that has none yet, by clients on the network. */
function checkOutage(
  { outage, fault, fixes, load }: Pick<Scenario, 'outage' | 'fault' | 'fixes' | 'load'>,
  report: (path: string[], message: string) => void,
): void {
  if (outage !== true) {
    return;
  }
  if (isControl(fault)) {
    report(['outage'], `only with a fault other than "${fault.id}", got it with "${fault.id}"`);
  }
  if (fixes.length > 0) {
    report(['outage'], `only without fixes, got it with ${fixes.join(', ')}`);
  }
  if (!load.some(({ path }) => path === 'tcp')) {
    report(['outage'], 'only with clients on the network (path "tcp" of "load"), got it without');
  }
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

/** The keys of all forms. */
function keysOf(forms: readonly { readonly shape: object }[]): string[] {
  return [...new Set(forms.flatMap(({ shape }) => Object.keys(shape)))];
}

/** The keys that a scenario may have at `path`, or the values if a value decides the form; a problem suggests the nearest. */
export function legalInScenario(path: readonly PropertyKey[]): readonly string[] {
  const [first, second, third, fourth] = path;
  if (first === 'fault') {
    return second === 'id' ? faultIds : second === undefined ? keysOf(faultSchema.options) : [];
  }
  if (third === 'measure') {
    return fourth === 'of' ? quantitySchema.options.map((option) => option.shape.of.value) : keysOf(quantitySchema.options);
  }
  if (third === 'arrivals') {
    return fourth === 'process' ? arrivalsSchema.options.map((option) => option.shape.process.value) : keysOf(arrivalsSchema.options);
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
