import { z } from 'zod';
import { expectationSchema } from './expectation.ts';

/**
 * A question that decides a run instead of the scenario's own expectations. `fix`: whether the fixes of the command line hold in a scenario
 * of the outage, by these expectations.
 */
export const questionSchema = z.strictObject({ id: z.literal('fix'), expectations: z.array(expectationSchema).min(1).readonly() });
export type Question = Readonly<z.infer<typeof questionSchema>>;
