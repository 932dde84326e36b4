import { isAbout, serverPart } from '../access/access-daemons.ts';
import type { Warning } from '../access/warning.ts';
import type { AccessRule } from './hosts-access.ts';

/**
 * Rules that no client of the server ever reaches: libwrap reads hosts.allow first, stops at the first rule that matches, and lets in
 * clients that no rule matches.
 *
 * @param rules of hosts.allow, then of hosts.deny.
 * @param daemon the running server's program.
 */
export function orderWarnings(rules: readonly AccessRule[], daemon: string): Warning[] {
  const about = rules.filter(({ daemons }) => isAbout(daemons, daemon));
  const warnings: Warning[] = [];
  let barrier: AccessRule | undefined;
  const seen = new Map<string, AccessRule>();
  for (const rule of about) {
    if (barrier !== undefined) {
      warnings.push(unreachable(rule, `${barrier.file}:${barrier.line} matches every client`));
      continue;
    }
    const plain = rule.clients.every((word) => !/^EXCEPT$/i.test(word)) && rule.daemons.every((word) => serverPart(word) === undefined);
    const before = plain ? commonRule(rule, seen) : undefined;
    if (before !== undefined) {
      warnings.push(unreachable(rule, `${before.file}:${before.line} matches the same clients`));
    }
    for (const word of plain ? rule.clients : []) {
      seen.set(word.toLowerCase(), seen.get(word.toLowerCase()) ?? rule);
    }
    barrier = plain && rule.clients.some((word) => /^ALL$/i.test(word)) ? rule : undefined;
  }
  return warnings;
}

function unreachable({ file, line }: AccessRule, why: string): Warning {
  return { file, line, weight: 'warning', text: `no client of the server reaches this rule: ${why}` };
}

/** The first earlier rule, where every client of `rule` is in earlier ones. */
function commonRule({ clients }: AccessRule, seen: ReadonlyMap<string, AccessRule>): AccessRule | undefined {
  const earlier = clients.map((word) => seen.get(word.toLowerCase()));
  return earlier.length > 0 && earlier.every((each) => each !== undefined) ? earlier[0] : undefined;
}
