import type { TriedCommand } from '../../../process/tried-command.ts';
import { longestTrialMs } from '../../../process/tried-command.ts';
import type { Warning } from '../access/warning.ts';
import type { RuleCommand } from '../scenario/rule-commands.ts';

/** At most this many commands are tried. */
export const mostTrials = 10;
/** A wait that clients would notice. */
const noticeableMs = 100;
const longestQuoted = 120;

/** The commands to try, each once however many rules have it. */
export function commandsToTry(commands: readonly RuleCommand[]): string[] {
  return [...new Set(commands.map(({ command }) => command))].slice(0, mostTrials);
}

/** Remarks on the commands of rules after a trial on the lab's database host; `tried` is empty if there was no trial. */
export function commandNotes(commands: readonly RuleCommand[], tried: readonly TriedCommand[]): Warning[] {
  return commands.map(({ file, line, option, command }) => {
    const result = tried.find((each) => each.command === command);
    return { file, line, ...(result === undefined ? notTried(option, command) : remark(option, result)) };
  });
}

function notTried(option: string, command: string): Pick<Warning, 'weight' | 'text'> {
  return {
    weight: 'note',
    text: `${option}: ${quoted(command)} was not tried on its own, so how long the accept thread waits for it was not measured`,
  };
}

function remark(option: RuleCommand['option'], { command, missing, tookMs, exitCode }: TriedCommand): Pick<Warning, 'weight' | 'text'> {
  if (missing.length > 0) {
    const programs = missing.map(quoted).join(', ');
    const decides = option === 'aclexec' && exitCode !== 0 ? '; without it the rule matches nobody here' : '';
    return {
      weight: 'warning',
      text: `${option}: ${programs} ${missing.length === 1 ? 'is' : 'are'} missing in the lab's database host, so its cost on your host was not measured${decides}`,
    };
  }
  const waits = 'the accept thread waits that long for each client that the rule matches';
  if (tookMs === null) {
    return {
      weight: 'warning',
      text: `${option}: ${quoted(command)} was still running after ${longestTrialMs / 1000} s in the lab's database host; ${waits}`,
    };
  }
  const took = tookMs < 10 ? 'less than 10 ms' : `${tookMs} ms`;
  const code = exitCode === 0 ? '' : ` and ended with exit code ${exitCode}`;
  return {
    weight: tookMs >= noticeableMs ? 'warning' : 'note',
    text: `${option}: ${quoted(command)} took ${took}${code} when run once in the lab's database host; ${waits}`,
  };
}

function quoted(command: string): string {
  return `"${command.length > longestQuoted ? `${command.slice(0, longestQuoted)}…` : command}"`;
}
