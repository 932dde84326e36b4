import { describeError, LabError } from '../../errors/lab-error.ts';
import { EngineLost } from '../connection/answer-timeout.ts';
import type { ContainerSpec } from './container.ts';

/** What a container wrote before anything read its output. */
export interface LastWords {
  readonly id: string;
  readonly hasEnded: boolean;
  readonly text: string;
}

/** A container ended before its start was complete. The engine then answers "no such container", which is not the cause. */
export class EndedAtStart extends LabError {
  /** Of the container; the engine may still know how it ended. */
  readonly id: string;
  /** Everything that it wrote, by line. */
  readonly log: readonly string[];

  constructor(what: string, { id, text }: LastWords, cause: unknown) {
    super(what, { code: 'internal', cause });
    this.id = id;
    this.log = text.split('\n').filter((line) => line !== '');
  }
}

const longestOutput = 2000;

/** The error to report for a container that did not start. */
export function startFailure({ role, image }: ContainerSpec, said: LastWords, cause: unknown): LabError {
  if (cause instanceof EngineLost) {
    return cause;
  }
  const output = said.text === '' ? '' : `; its output:\n${said.text.slice(-longestOutput)}`;
  if (said.hasEnded && /no such container|not running/i.test(describeError(cause))) {
    return new EndedAtStart(`the ${role} container from ${image} ended as soon as it had started${output}`, said, cause);
  }
  if (/no such image/i.test(describeError(cause))) {
    return new LabError(`could not start the ${role} container: the image ${image} is no longer in the engine; it was there a moment ago`, {
      code: 'unavailable',
      hint: 'run the same command again: it gets the image again',
      cause,
    });
  }
  return new LabError(`could not start the ${role} container from ${image}${output}`, { code: 'internal', cause });
}
