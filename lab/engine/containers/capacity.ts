import { z } from 'zod';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

const infoSchema = z.looseObject({ NCPU: z.number().int().positive(), MemTotal: z.number().positive() });

/** What the engine's machine has for containers. */
export interface Capacity {
  readonly cores: number;
  readonly memoryBytes: number;
}

export async function engineCapacity(engine: Engine): Promise<Capacity> {
  const { NCPU, MemTotal } = infoSchema.parse(await answered(engine, 'describing itself', engine.docker.info()));
  return { cores: NCPU, memoryBytes: MemTotal };
}
