import { reverseName } from './addresses.ts';

/**
 * Control queries: questions that the lab itself asks the nameserver from the database host, at a low, steady rate. They show what the
 * DNS did even when a fix keeps libwrap from asking. `plan/control-questions.ts` chooses those that show a fault.
 */
export interface ControlQuestion {
  readonly type: 'A' | 'AAAA' | 'PTR';
  readonly name: string;
}

/**
 * The EDNS option that marks control queries, so that they differ from libwrap's queries about the same name: a code for local use
 * (RFC 6891, section 9), without data.
 */
export const controlOptionCode = 65001;

/** The name of the nameserver, for control queries. */
export const controlName = 'canary.wraplab.test';
/** The address of the stranger that control queries ask about, unless a host of the scenario has it; of TEST-NET-1 (RFC 5737). */
export const firstStrangerAddress = '192.0.2.1';

/** Whether the lab asked. Old records have no mark; there the name tells, because only the lab asked for it. */
export function isControlQuery(
  { control, name }: { readonly control?: boolean | undefined; readonly name: string },
  nameserver: string,
): boolean {
  return control ?? [controlName, reverseName(nameserver), reverseName(firstStrangerAddress)].includes(name);
}
