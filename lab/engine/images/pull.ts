import type { Engine } from '../connection/connect-engine.ts';
import { progressStreamEnd } from './progress-stream.ts';

/** A registry that has not begun to answer after this long counts as unreachable. */
const firstAnswerMs = 20_000;

/** Pulls `reference` into the engine. @throws Error with the engine's own message */
export async function pull(engine: Engine, reference: string, signal: AbortSignal): Promise<void> {
  const noAnswer = new AbortController();
  const timer = setTimeout(() => noAnswer.abort(new Error(`no answer within ${firstAnswerMs / 1000} s`)), firstAnswerMs);
  const abortSignal = AbortSignal.any([signal, noAnswer.signal]);
  const response = await engine.docker.pull(reference, { abortSignal }).finally(() => clearTimeout(timer));
  await progressStreamEnd(engine, response);
}
