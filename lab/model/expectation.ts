import { z } from 'zod';
import { clientReadings, serverReadings } from './readings.ts';
import { clientKinds, outcomes, paths, phases, stages } from './vocabulary.ts';

const statistic = z.enum(['min', 'p50', 'p95', 'p99', 'max']);

/** Steps of a load whose rate is stepped, counted from 1, both included. */
const stepRange = z.strictObject({ from: z.number().int().min(1), to: z.number().int().min(1) });
export type StepRange = Readonly<z.infer<typeof stepRange>>;

/** What an expectation looks at. `lab/stats.ts` measures each; a new kind is one entry here and one there. */
export const quantitySchema = z.discriminatedUnion('of', [
  /**
   * A stage of the connects of a path, in ms from the scheduled start. One that gave up or is not over counts as at least that long; one
   * that ended before the stage, such as by a refusal, is not counted. `steps`: only connects that came in these steps of the path's rate,
   * in place of a phase.
   */
  z.strictObject({ of: z.literal('stage'), path: z.enum(paths), stage: z.enum(stages), statistic, steps: stepRange.exactOptional() }),
  /**
   * How long the clients of a path waited, in ms (see `waited.ts`), where giving up ends a wait, too. One that is not over counts as at
   * least that long.
   */
  z.strictObject({ of: z.literal('elapsed'), path: z.enum(paths), statistic }),
  /**
   * How long the clients of a path waited, in ms (see `waited.ts`). Of the fault phase only those count that came while the DNS was wrong,
   * and who still waited when it was well again waited for at least so long.
   */
  z.strictObject({
    of: z.literal('wait'),
    path: z.enum(paths),
    statistic: z.enum(['p50', 'p95', 'p99']),
    clients: z.enum(clientKinds).exactOptional(),
  }),
  /**
   * The share of the clients of a path that got in, at whatever try, in percent, of those that were decided: in the fault phase, while the
   * DNS was wrong.
   */
  z.strictObject({ of: z.literal('available'), path: z.enum(paths), clients: z.enum(clientKinds).exactOptional() }),
  /**
   * How many connects of a path got in, of those that were decided: past the ACL (`acl`: greeted by the server), or logged in (`login`).
   * `everyHost`: nothing is confirmed before each host of the path was decided about.
   */
  z.strictObject({
    of: z.literal('admitted'),
    path: z.enum(paths),
    by: z.enum(['acl', 'login']),
    everyHost: z.literal(true).exactOptional(),
  }),
  /** How many hosts of a path tried less often than this; in the fault phase, while the DNS was wrong. */
  z.strictObject({ of: z.literal('idleHosts'), path: z.enum(paths), atLeast: z.number().int().min(1) }),
  /** How many connects of a path ended so, or what share of them in percent. */
  z.strictObject({ of: z.literal('outcome'), path: z.enum(paths), outcome: z.enum(outcomes), as: z.enum(['count', 'percent']) }),
  /**
   * The share of a path's connects, in percent, that were turned away: by libwrap, by a packet filter or for want of a route, or
   * by mysqld's accounts. One that only waited in vain behind others was not: nobody has decided about it.
   */
  z.strictObject({ of: z.literal('turnedAway'), path: z.enum(paths) }),
  /** How many connects of a path ended with this error code of the driver or the system, such as EADDRNOTAVAIL. */
  z.strictObject({ of: z.literal('error'), path: z.enum(paths), code: z.string().min(1) }),
  /** A reading of the database host or of the client hosts, such as acceptQueueDepth; `increase` is last minus first. */
  z
    .strictObject({
      of: z.literal('reading'),
      side: z.enum(['server', 'client']),
      name: z.enum(serverReadings),
      statistic: z.enum(['min', 'mean', 'max', 'increase']),
    })
    .refine(({ side, name }) => side === 'server' || clientReadings.some((known) => known === name), {
      path: ['name'],
      message: `expected a reading of the client hosts (${clientReadings.join(', ')})`,
    }),
  /** Queries for the clients of a path that reached the nameserver, for each connect that reached the server; by the ledger. */
  z.strictObject({ of: z.literal('lookups'), path: z.enum(paths), type: z.enum(['PTR', 'forward']) }),
  /** A system variable as the running server reports it. */
  z.strictObject({ of: z.literal('variable'), name: z.string().min(1) }),
  /** Seconds from the end of the fault until every later connect of the path is as fast as in the baseline again, or as `withinMs`. */
  z.strictObject({ of: z.literal('recovery'), path: z.enum(paths), withinMs: z.number().positive().exactOptional() }),
  /** How long connects of a path took to end with this error code, in ms. */
  z.strictObject({ of: z.literal('errorTime'), path: z.enum(paths), code: z.string().min(1), statistic }),
  /** The share of the waiting time of slow connects in which the accept thread had a DNS lookup open, in percent; by the ledger. */
  z.strictObject({ of: z.literal('cause') }),
  /** Tries per client of a path, where clients try again. */
  z.strictObject({ of: z.literal('attempts'), path: z.enum(paths) }),
  /** Share of the clients of a path that got in at whatever try, in percent. */
  z.strictObject({ of: z.literal('served'), path: z.enum(paths) }),
  /** How long connects of a path stay slow after the last client of another path has gone, in ms. */
  z.strictObject({ of: z.literal('blocked'), path: z.enum(paths), after: z.enum(paths) }),
  /** The rate from which on the accept queue grows, in connects a second; the path's arrivals are stepped. */
  z.strictObject({ of: z.literal('knee'), path: z.enum(paths) }),
  /** How fast the accept queue still grew in the second half of the last time in which the DNS was wrong, in connections a second. */
  z.strictObject({ of: z.literal('queueAtEnd') }),
  /** How fast the accept queue grew in these steps of the path's rate, in connections a second. */
  z.strictObject({ of: z.literal('queueGrowth'), path: z.enum(paths), steps: stepRange }),
  /** A reading of the database host that counts from nought, for each connect of these paths that reached the server. */
  z.strictObject({ of: z.literal('perConnect'), reading: z.enum(serverReadings), paths: z.array(z.enum(paths)).min(1).readonly() }),
  /** What reached the nameserver: queries a second, or the median time that it took over its answers, in ms. */
  z.strictObject({ of: z.literal('queries'), as: z.enum(['perSecond', 'answerMs']) }),
  /** Lines of the server's error log, of the whole run, that contain this text, or any of these: servers word one thing differently. */
  z.strictObject({ of: z.literal('logLines'), containing: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]) }),
  /** The libwrap that the server's program is linked against (`ldd`), or that its process has loaded (`process`). */
  z.strictObject({ of: z.literal('linkage'), by: z.enum(['ldd', 'process']) }),
]);
export type Quantity = Readonly<z.infer<typeof quantitySchema>>;

/** A bound in the quantity's unit: a number, or relative to what the run itself injected or measured. */
export const limitSchema = z.union([
  z.number(),
  /** Times the delay that the scenario's fault adds to one answer. */
  z.strictObject({ timesInjectedDelay: z.number().positive() }),
  /** Times the same quantity in the baseline phase, but no less than `floor`. */
  z.strictObject({ timesBaseline: z.number().positive(), floor: z.number().min(0).default(0) }),
  /** Times what one lookup takes to fail by the host's own resolv.conf (timeout × attempts) when nobody answers. */
  z.strictObject({ timesResolverGivesUp: z.number().positive() }),
  /** Times the connects a second that one accept thread can take: 1 / (two lookups of the injected delay). */
  z.strictObject({ timesCapacity: z.number().positive() }),
  /** The share in percent that two lookups of the injected delay have, where the server takes so many ms for a client beside them. */
  z.strictObject({ lookupsBesideMs: z.number().positive() }),
]);
export type Limit = Readonly<z.infer<typeof limitSchema>>;

export const expectationSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes'),
    /** The claim as one sentence. */
    text: z.string().min(1),
    measure: quantitySchema,
    /** The phase whose connects and readings count, or `all`. A connect belongs to the phase of its scheduled start. */
    phase: z.enum([...phases, 'all']).default('fault'),
    /** Only this part of the phase, in ms from its beginning. */
    within: z.strictObject({ fromMs: z.number().min(0), untilMs: z.number().positive() }).exactOptional(),
    atLeast: limitSchema.optional(),
    atMost: limitSchema.optional(),
    is: z.string().optional(),
    /** In place of a limit: it is measured and shown, and decides nothing. */
    isShown: z.literal(true).exactOptional(),
    /** Fewer samples than this make the expectation inconclusive. */
    minimumSamples: z.number().int().min(1).default(1),
    /** Where it does not hold the run cannot tell. Default: the claim is refuted. */
    otherwise: z.literal('inconclusive').exactOptional(),
  })
  .refine(
    ({ atLeast, atMost, is, isShown }) => [atLeast, atMost, is, isShown].filter((limit) => limit !== undefined).length === 1,
    'expected exactly one of "atLeast", "atMost", "is" and "isShown"',
  )
  .refine(({ phase, within }) => phase !== 'all' || within === undefined, 'expected one phase beside "within", got "all"');
export type Expectation = Readonly<z.infer<typeof expectationSchema>>;
export type ExpectationInput = Readonly<z.input<typeof expectationSchema>>;
