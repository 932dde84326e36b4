import { z } from 'zod';
import { faultSchema } from '../faults/index.ts';
import { fixIds } from '../fixes/index.ts';
import { claimSchema } from '../model/claim.ts';
import { expectationSchema } from '../model/expectation.ts';
import { identBehaviours } from '../model/ident.ts';
import { streamSchema } from '../model/load.ts';
import { operatorPortKinds, phases } from '../model/vocabulary.ts';
import { addressSchema, clientsSchema, databaseHostSchema, sysctlsSchema } from './hosts-schema.ts';
import { regimeSchema, takesSchema } from './regime.ts';
import { checkScenario } from './scenario-checks.ts';

const duration = z.number().int().min(0).max(600_000);
/** Bounds every run: every phase and every load has an end. */
export const longestRunMs = 1_800_000;

export const scenarioSchema = z
  .strictObject({
    title: z.string().min(1).max(100).describe('One line for lists.'),
    story: z.string().min(1).describe('What happens and why, for a reader who is new to it.'),
    nameserver: addressSchema.describe('The nameserver with the fault.'),
    secondNameserver: addressSchema
      .optional()
      .describe(
        'A second nameserver, which stays honest whatever the fault is. The database host asks it only if a fix says so. Default: none.',
      ),
    recordTtlSeconds: z.number().int().min(0).max(86_400).default(60).describe("The TTL of the nameservers' answers, in seconds."),
    otherNameservers: z
      .array(
        z.strictObject({
          address: addressSchema.describe('Its address.'),
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
    checkScenario(value, longestRunMs, (path, message) => issues.push({ code: 'custom', message, path: [...path], input: value }));
  });

/** A scenario with every default filled in. */
export type Scenario = Readonly<z.infer<typeof scenarioSchema>>;
/** A scenario as an author writes it. */
export type ScenarioInput = Readonly<z.input<typeof scenarioSchema>>;

/** Declares a scenario. It is plain data; the lab checks it when it loads the file. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario;
}
