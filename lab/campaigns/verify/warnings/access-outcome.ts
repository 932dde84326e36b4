import { distance } from 'fastest-levenshtein';
import { withNearest } from '../../../errors/near-names.ts';
import { daemons } from '../../../servers/index.ts';
import { isAbout, programsNamed, serverPart } from '../access/access-daemons.ts';
import { alsoLines, type Warning } from '../access/warning.ts';
import type { AccessRule } from './hosts-access.ts';

/** What happens to clients that no rule names. */
type Outcome =
  | { readonly is: 'everybody in' }
  /** `by` is the rule that refuses everybody. */
  | { readonly is: 'nobody in'; readonly by: AccessRule }
  /** `last` is the last rule for the server; none of them refuses the rest. */
  | { readonly is: 'rest in'; readonly last: AccessRule; readonly anyoneRefused: boolean }
  /** A rule lets everybody in. */
  | { readonly is: 'rest in by rule' }
  | { readonly is: 'rest out' };

/**
 * Rules for other daemons, and their consequences: libwrap compares the word before the colon with the name of the program that asks,
 * reads hosts.allow first, and lets in a client that no rule matches.
 *
 * @param rules of hosts.allow, then of hosts.deny.
 * @param daemon the running server's program.
 */
export function outcomeWarnings(rules: readonly AccessRule[], daemon: string): Warning[] {
  return [...foreignRules(rules, daemon), ...outcomeWarning(rules, daemon)];
}

/** Rules that name another of the lab's servers, or nearly one. One warning for each word in a file, at its first rule. */
function foreignRules(rules: readonly AccessRule[], daemon: string): Warning[] {
  const known = new Set([daemon, ...daemons]);
  const placesOf = new Map<string, { readonly word: string; readonly file: string; readonly lines: number[] }>();
  for (const { file, line, daemons } of rules.filter((rule) => !isAbout(rule.daemons, daemon))) {
    for (const word of new Set(programsNamed(daemons))) {
      const place = placesOf.get(`${file} ${word}`) ?? { word, file, lines: [] };
      placesOf.set(`${file} ${word}`, place);
      place.lines.push(line);
    }
  }
  return [...placesOf.values()].flatMap(({ word, file, lines: [line = 1, ...more] }): Warning[] => {
    const too = alsoLines(more);
    if (known.has(word.toLowerCase())) {
      const own = rules.some((rule) => rule.file === file && namesItself(rule, daemon));
      const text = `${word}: libwrap compares this with the name of the program, which is ${daemon} here: the rule applies to ${word}, but not here${too}`;
      return [{ file, line, weight: own ? 'note' : 'warning', text }];
    }
    return /mysql|maria/i.test(word) || isNear(word, known)
      ? [
          {
            file,
            line,
            weight: 'warning',
            text: `expected ${daemon}, the server’s program, got ${withNearest(word, [...known])}: the rule applies to no server of the lab${too}`,
          },
        ]
      : [];
  });
}

/** Whether a rule names the program, and not only ALL. */
function namesItself({ daemons }: AccessRule, daemon: string): boolean {
  return programsNamed(daemons).some((word) => word.toLowerCase() === daemon) && isAbout(daemons, daemon);
}

function isNear(word: string, known: ReadonlySet<string>): boolean {
  return [...known].some((name) => distance(word.toLowerCase(), name) <= 2);
}

function outcomeWarning(rules: readonly AccessRule[], daemon: string): Warning[] {
  const outcome = outcomeFor(rules, daemon);
  const elsewhere = onOtherServers(rules, daemon, outcome);
  const [first] = rules;
  switch (outcome.is) {
    case 'everybody in': {
      const named = [...new Set(rules.flatMap(({ daemons }) => programsNamed(daemons)))];
      const what = rules.length === 0 ? 'there are no rules' : `the rules name ${named.join(', ')}`;
      return [
        {
          file: first?.file ?? 'hosts.allow',
          line: first?.line ?? 1,
          weight: 'warning',
          text: `no rule names ${daemon}, the server’s program, or ALL, so libwrap lets everybody in; ${what}${elsewhere}`,
        },
      ];
    }
    case 'nobody in': {
      const { file, line } = outcome.by;
      return [
        {
          file,
          line,
          weight: 'warning',
          text: `no client gets in: this rule refuses everybody, and no earlier rule for ${daemon} lets a client in${elsewhere}`,
        },
      ];
    }
    case 'rest in': {
      const { file, line } = outcome.last;
      return [
        {
          file,
          line,
          weight: outcome.anyoneRefused ? 'note' : 'warning',
          text: `the last rule for ${daemon}, and no rule refuses the rest: a client that no rule matches gets in; "${daemon}: ALL" in hosts.deny would keep it out${elsewhere}`,
        },
      ];
    }
    case 'rest in by rule':
    case 'rest out':
      return [];
  }
}

function outcomeFor(rules: readonly AccessRule[], daemon: string): Outcome {
  const about = rules.filter(({ daemons }) => isAbout(daemons, daemon));
  const last = about.at(-1);
  if (last === undefined) {
    return { is: 'everybody in' };
  }
  const end = about.findIndex((rule) => isForEverybody(rule) && isUnconditional(rule));
  const by = about[end];
  if (by !== undefined) {
    if (verdictOf(by) === 'allow') {
      return { is: 'rest in by rule' };
    }
    return about.slice(0, end).some((rule) => verdictOf(rule) === 'allow') ? { is: 'rest out' } : { is: 'nobody in', by };
  }
  // With EXCEPT, or for one address of the server, it leaves some out on purpose.
  const refused = about.filter((rule) => verdictOf(rule) === 'deny');
  return refused.some(isForEverybody) ? { is: 'rest out' } : { is: 'rest in', last, anyoneRefused: refused.length > 0 };
}

/** The outcome on servers with another program, where it differs. */
function onOtherServers(rules: readonly AccessRule[], daemon: string, here: Outcome): string {
  return daemons
    .filter((name) => name !== daemon)
    .map((name) => ({ name, outcome: outcomeFor(rules, name) }))
    .filter(({ outcome }) => outcome.is !== here.is)
    .map(({ name, outcome }) => `; on ${name} ${inWords[outcome.is]}`)
    .join('');
}

const inWords = {
  'everybody in': 'everybody gets in',
  'nobody in': 'no client gets in',
  'rest in': 'a client that no rule matches gets in',
  'rest in by rule': 'a rule lets everybody in',
  'rest out': 'its own rules decide who gets in',
} as const satisfies Record<Outcome['is'], string>;

function verdictOf({ file, decision }: AccessRule): 'allow' | 'deny' {
  return decision ?? (file === 'hosts.allow' ? 'allow' : 'deny');
}

/** Whether one of its words before any EXCEPT matches every address. */
function isForEverybody({ clients }: AccessRule): boolean {
  const except = clients.findIndex((word) => /^EXCEPT$/i.test(word));
  return (except === -1 ? clients : clients.slice(0, except)).some((word) => /^(ALL|\*+)$/i.test(word));
}

function isUnconditional({ clients, daemons }: AccessRule): boolean {
  return !clients.some((word) => /^EXCEPT$/i.test(word)) && !daemons.some((word) => serverPart(word) !== undefined);
}
