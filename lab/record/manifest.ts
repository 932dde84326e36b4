import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { questionSchema } from '../model/question.ts';
import { phaseWindows } from '../model/timeline.ts';
import { phases } from '../model/vocabulary.ts';
import { databaseHostSchema } from '../scenario/hosts-schema.ts';
import { scenarioSchema } from '../scenario/scenario-schema.ts';
import { clockNs } from './samples.ts';

const text = z.string();
const filesSchema = z.record(text, text);

/** Everything needed to understand a run and to judge it again. */
export const manifestSchema = z
  .strictObject({
    schema: z.literal('wraplab/manifest@1'),
    runId: text,
    scenarioName: text,
    /** As resolved: with defaults, and with the changes from the command line. */
    scenario: scenarioSchema,
    seed: z.number().int(),
    /** What decides the run instead of the scenario's expectations. Default: nothing does. */
    question: questionSchema.exactOptional(),
    /** The database host after the fixes, and its files before them (see model/host-files.ts). */
    host: databaseHostSchema,
    filesBeforeFixes: filesSchema,
    references: z.strictObject({ injectedDelayMs: z.number(), resolverGivesUpMs: z.number() }),
    clients: z.array(z.strictObject({ name: text, address: text })),
    /** The server as it ran; null if it did not start. */
    server: z
      .strictObject({
        id: text,
        daemon: text,
        port: z.number(),
        version: text,
        libwrap: z.boolean(),
        libwrapMaps: z.array(text),
        ldd: text,
        /** Source package and version that the server was compiled from; absent if the image does not say. */
        source: text.exactOptional(),
        variables: filesSchema,
      })
      .nullable(),
    /** Beginning of the run on the monotonic clock; null if it did not begin. */
    startNs: clockNs.nullable(),
    windows: z.strictObject(
      Object.fromEntries(phases.map((phase) => [phase, z.strictObject({ startMs: z.number(), endMs: z.number() })])) as Record<
        (typeof phases)[number],
        z.ZodObject<{ startMs: z.ZodNumber; endMs: z.ZodNumber }>
      >,
    ),
    versions: z.strictObject({ wraplab: text, node: text, engine: text, kernel: text }),
    images: z.record(text, z.strictObject({ reference: text, id: text })),
    gitCommit: text.nullable(),
    command: z.array(text),
    startedAt: z.iso.datetime(),
    /** How the run ended; it stays `running` if the lab was killed. */
    ended: z.enum(['running', 'complete', 'interrupted', 'failed']),
    /** Why it failed or was interrupted. */
    problem: text.nullable(),
  })
  .refine(({ scenario: { timeline }, windows }) => isDeepStrictEqual(phaseWindows(timeline), windows), {
    message: 'the windows of its timeline',
    path: ['windows'],
  });
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;
