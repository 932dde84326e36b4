import { z } from 'zod';
import { clientReadings, serverReadings } from './readings.ts';
import { clientKinds, outcomes, paths, phases, stages } from './vocabulary.ts';

const statistic = z.enum(['min', 'p50', 'p95', 'p99', 'max']).describe('Which of all values.');
const path = z.enum(paths).describe('The way in whose connects or clients count.');
const clients = z.enum(clientKinds).exactOptional().describe('Only clients of this kind. Default: all.');

const stepRange = z
  .strictObject({
    from: z.number().int().min(1).describe('The first.'),
    to: z.number().int().min(1).describe('The last.'),
  })
  .describe('A range of steps of a stepped rate, counted from 1.');
export type StepRange = Readonly<z.infer<typeof stepRange>>;

/** What an expectation measures. `statistics/measure.ts` measures each; a new kind is an entry here and one there. */
export const quantitySchema = z.discriminatedUnion('of', [
  z
    .strictObject({
      of: z.literal('stage'),
      path,
      stage: z.enum(stages).describe('The stage.'),
      statistic,
      steps: stepRange.exactOptional(),
    })
    .describe(
      "A stage of the connects of a path, in ms from the scheduled start. A connect that gave up or is still pending counts as at least that long; one that ended before the stage, for example refused, does not count. `steps`: only connects that began in these steps of the path's rate, instead of a phase.",
    ),
  z
    .strictObject({ of: z.literal('elapsed'), path, statistic })
    .describe(
      'How long the clients of a path waited, in ms (lab/statistics/waited.ts); giving up also ends a wait. A wait that is not over counts as at least that long.',
    ),
  z
    .strictObject({
      of: z.literal('wait'),
      path,
      statistic: z.enum(['p50', 'p95', 'p99']).describe('Which of all values.'),
      clients,
    })
    .describe(
      'How long the clients of a path waited, in ms (lab/statistics/waited.ts). In the fault phase only those count that came while the DNS was wrong; a wait that was not over when the DNS healed counts as at least that long.',
    ),
  z
    .strictObject({ of: z.literal('available'), path, clients })
    .describe(
      'The share, in percent, of the decided clients of a path that got in, at any try. In the fault phase a client counts as decided only if that happened while the DNS was wrong.',
    ),
  z
    .strictObject({
      of: z.literal('admitted'),
      path,
      by: z.enum(['acl', 'login']).describe('By whom.'),
      everyHost: z.literal(true).exactOptional().describe('Whether each host must have been decided. Default: no.'),
    })
    .describe(
      'How many decided connects of a path got in: past the ACL (`acl`: the server greeted them), or logged in (`login`). `everyHost`: it is not confirmed until each host of the path has been decided.',
    ),
  z
    .strictObject({ of: z.literal('idleHosts'), path, atLeast: z.number().int().min(1).describe('The number of tries.') })
    .describe('How many hosts of a path tried fewer than `atLeast` times; in the fault phase, while the DNS was wrong.'),
  z
    .strictObject({
      of: z.literal('outcome'),
      path,
      outcome: z.enum(outcomes).describe('How the connects ended.'),
      as: z.enum(['count', 'percent']).describe('The unit.'),
    })
    .describe('How many connects of a path had this outcome, or their share in percent.'),
  z
    .strictObject({ of: z.literal('turnedAway'), path })
    .describe(
      "The share, in percent, of a path's connects that were turned away: by libwrap, a packet filter, a missing route, or mysqld's accounts. A connect that only waited in vain behind others was not turned away: nothing has decided about it.",
    ),
  z
    .strictObject({ of: z.literal('error'), path, code: z.string().min(1).describe('Such as ETIMEDOUT.') })
    .describe('How many connects of a path ended with this error code of the driver or the system, such as EADDRNOTAVAIL.'),
  z
    .strictObject({
      of: z.literal('reading'),
      side: z.enum(['server', 'client']).describe('Where it is read.'),
      name: z.enum(serverReadings).describe('Which reading.'),
      statistic: z.enum(['min', 'mean', 'max', 'increase']).describe('Which of its values.'),
    })
    .refine(({ side, name }) => side === 'server' || clientReadings.some((known) => known === name), {
      path: ['name'],
      message: `expected a reading of the client hosts (${clientReadings.join(', ')})`,
    })
    .describe('A reading of the database host or of the client hosts (lab/model/readings.ts); `increase` is the last minus the first.'),
  z
    .strictObject({ of: z.literal('lookups'), path, type: z.enum(['PTR', 'forward']).describe('The kind of query.') })
    .describe('Queries about clients of a path, by the ledger, per connect that reached the server.'),
  z
    .strictObject({ of: z.literal('variable'), name: z.string().min(1).describe('Its name.') })
    .describe('A system variable, as the running server reports it.'),
  z
    .strictObject({
      of: z.literal('recovery'),
      path,
      withinMs: z
        .number()
        .positive()
        .exactOptional()
        .describe('Fast enough, in ms, whatever the baseline is. Default: as in the baseline.'),
    })
    .describe(
      'Seconds from the end of the fault until later connects of the path are as fast as in the baseline, or faster than `withinMs`.',
    ),
  z
    .strictObject({ of: z.literal('errorTime'), path, code: z.string().min(1).describe('Such as ETIMEDOUT.'), statistic })
    .describe('How long it took until connects of a path ended with this error code, in ms.'),
  z
    .strictObject({ of: z.literal('cause') })
    .describe(
      'The share, in percent, of the waiting time of slow connects during which the accept thread had a DNS lookup open; by the ledger.',
    ),
  z.strictObject({ of: z.literal('attempts'), path }).describe('Tries per client of a path whose clients try again.'),
  z.strictObject({ of: z.literal('served'), path }).describe('The share, in percent, of the clients of a path that got in, at any try.'),
  z
    .strictObject({ of: z.literal('blocked'), path, after: z.enum(paths).describe('The path of the client that leaves last.') })
    .describe('How long connects of a path stay slow after the last client of another path has left, in ms.'),
  z
    .strictObject({ of: z.literal('knee'), path })
    .describe('The rate above which the accept queue grows, in connects a second, for a path with stepped arrivals.'),
  z
    .strictObject({ of: z.literal('queueAtEnd') })
    .describe('How fast the accept queue still grew during the second half of the last outage, in connections a second.'),
  z
    .strictObject({ of: z.literal('queueGrowth'), path, steps: stepRange })
    .describe("How fast the accept queue grew during these steps of the path's rate, in connections a second."),
  z
    .strictObject({
      of: z.literal('perConnect'),
      reading: z.enum(serverReadings).describe('Which reading.'),
      paths: z.array(z.enum(paths)).min(1).readonly().describe('The ways in whose connects count.'),
    })
    .describe('A reading of the database host that counts from 0, per connect of these paths that reached the server.'),
  z
    .strictObject({ of: z.literal('queries'), as: z.enum(['perSecond', 'answerMs']).describe('Queries a second, or ms.') })
    .describe('Queries a second that reached the nameserver, or the median time that it took to answer them, in ms.'),
  z
    .strictObject({
      of: z.literal('logLines'),
      containing: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]).describe('The text, or several.'),
    })
    .describe("Lines of the server's error log, of the whole run, that contain this text, or any of these: servers differ in their words."),
  z
    .strictObject({ of: z.literal('linkage'), by: z.enum(['ldd', 'process']).describe('Where it is seen.') })
    .describe("The libwrap that the server's program is linked against (`ldd`) or that its process has loaded (`process`)."),
]);
export type Quantity = Readonly<z.infer<typeof quantitySchema>>;

/** A bound in the quantity's unit: a number, or relative to what the run injected or measured. */
export const limitSchema = z.union([
  z.number(),
  z
    .strictObject({ timesInjectedDelay: z.number().positive().describe('The factor.') })
    .describe("Times the delay that the scenario's fault adds to one answer."),
  z
    .strictObject({
      timesBaseline: z.number().positive().describe('The factor.'),
      floor: z.number().min(0).default(0).describe('The limit is never below this.'),
    })
    .describe('Times the same quantity in the baseline, but at least `floor`.'),
  z
    .strictObject({ timesResolverGivesUp: z.number().positive().describe('The factor.') })
    .describe("Times the time that a lookup takes to fail, by the host's resolv.conf (timeout × attempts), when no nameserver answers."),
  z
    .strictObject({ timesCapacity: z.number().positive().describe('The factor.') })
    .describe('Times the connects a second that one accept thread can take: 1 / (two lookups of the injected delay).'),
  z
    .strictObject({ lookupsBesideMs: z.number().positive().describe('In ms.') })
    .describe(
      'The share, in percent, of two lookups of the injected delay in the time per client, when the server takes this many ms for the rest.',
    ),
]);
export type Limit = Readonly<z.infer<typeof limitSchema>>;

export const expectationSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes')
      .describe('The name of the expectation, as in reports and --limit.'),
    text: z.string().min(1).describe('The claim as one sentence.'),
    measure: quantitySchema.describe('What is measured.'),
    phase: z
      .enum([...phases, 'all'])
      .default('fault')
      .describe(
        'The phase whose connects and readings count, or `all`. A connect belongs to the phase in which it was scheduled to start.',
      ),
    within: z
      .strictObject({ fromMs: z.number().min(0).describe('Where it begins.'), untilMs: z.number().positive().describe('Where it ends.') })
      .exactOptional()
      .describe('Only this part of the phase, in ms from its beginning. Default: the whole phase.'),
    atLeast: limitSchema
      .optional()
      .describe('The measured value must not be below this. One of atLeast, atMost, is and isShown is needed.'),
    atMost: limitSchema.optional().describe('The measured value must not be above this.'),
    is: z.string().optional().describe('The measured text must be this one.'),
    isShown: z.literal(true).exactOptional().describe('Instead of a limit: the quantity is measured and shown, but decides nothing.'),
    minimumSamples: z.number().int().min(1).default(1).describe('Fewer samples than this make the expectation inconclusive.'),
    otherwise: z.literal('inconclusive').exactOptional().describe('The verdict when the limit is missed. Default: refuted.'),
  })
  .refine(
    ({ atLeast, atMost, is, isShown }) => [atLeast, atMost, is, isShown].filter((limit) => limit !== undefined).length === 1,
    'expected exactly one of "atLeast", "atMost", "is" and "isShown"',
  )
  .refine(({ phase, within }) => phase !== 'all' || within === undefined, 'expected a single phase with "within", got "all"');
export type Expectation = Readonly<z.infer<typeof expectationSchema>>;
export type ExpectationInput = Readonly<z.input<typeof expectationSchema>>;
