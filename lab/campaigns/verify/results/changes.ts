import { type Changes, inWords } from './result.ts';
import type { VerifyRecord } from './verify-record.ts';

/** Compares files by their content, and faults by their answers. It does not claim that one caused the other. */
export function changesSince(earlier: VerifyRecord, now: VerifyRecord): Changes {
  return {
    since: earlier.startedAt,
    said: [...changedServer(earlier, now), ...changedFiles(earlier, now), ...changedFaults(earlier, now)],
  };
}

/** One sentence that says when the earlier one was, and whether anything differs. */
export function changesHeadline({ since, said }: Changes): string {
  const when = `${since.slice(0, 16).replace('T', ' ')} UTC`;
  return said.length === 0
    ? `Since the last verify of this folder (${when}) nothing has changed: the same files, and the same answers.`
    : `Since the last verify of this folder (${when}):`;
}

function changedServer(earlier: VerifyRecord, now: VerifyRecord): string[] {
  return [
    ...(earlier.server.version === now.server.version || earlier.server.version === null || now.server.version === null
      ? []
      : [`the server was ${earlier.server.version}, and is ${now.server.version}`]),
    ...(earlier.seed === now.seed ? [] : [`the seed was ${earlier.seed}, and is ${now.seed}`]),
  ];
}

function changedFiles(earlier: VerifyRecord, now: VerifyRecord): string[] {
  const before = new Map(earlier.files.map(({ path, sha256 }) => [path, sha256]));
  const after = new Map(now.files.map(({ path, sha256 }) => [path, sha256]));
  return [
    ...[...after].flatMap(([path, sha256]) => {
      const was = before.get(path);
      return was === undefined ? [`${path} is new`] : was === sha256 ? [] : [`${path} has changed`];
    }),
    ...[...before.keys()].filter((path) => !after.has(path)).map((path) => `${path} is gone`),
  ];
}

function changedFaults(earlier: VerifyRecord, now: VerifyRecord): string[] {
  const before = new Map(earlier.faults.map((fault) => [fault.fault, fault]));
  const names = new Set(now.faults.map(({ fault }) => fault));
  return [
    ...now.faults.flatMap((fault) => {
      const was = before.get(fault.fault);
      return was === undefined ? [`${fault.fault} was not run then: ${inWords[fault.verdict]} now`] : changedAnswers(was, fault);
    }),
    ...earlier.faults
      .filter(({ fault }) => !names.has(fault))
      .map(({ fault, verdict }) => `${fault} was not run now: ${inWords[verdict]} then`),
  ];
}

type Fault = VerifyRecord['faults'][number];

/** Its answers, or its verdict if that alone differs. */
function changedAnswers(was: Fault, is: Fault): string[] {
  const answers = is.answers.flatMap(({ question, answer }) => {
    const earlier = was.answers.find((each) => each.question === question)?.answer ?? null;
    return earlier === answer ? [] : [`${is.fault}: ${question}: ${word(earlier)} then, ${word(answer)} now`];
  });
  return answers.length > 0 || was.verdict === is.verdict
    ? answers
    : [`${is.fault}: ${inWords[was.verdict]} then, ${inWords[is.verdict]} now`];
}

function word(answer: Fault['verdict'] | null): string {
  return answer === null ? 'not asked' : inWords[answer];
}
