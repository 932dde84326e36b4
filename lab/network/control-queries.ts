import { reverseName } from './addresses.ts';

/**
 * Control queries: the questions that the lab itself asks the nameserver from the database host, at a steady, low rate, so that a run
 * knows what the DNS did even when a fix keeps everybody else from asking. Which of them show a fault: `fitting-questions.ts`.
 */
export interface ControlQuestion {
  readonly type: 'A' | 'AAAA' | 'PTR';
  readonly name: string;
}

/**
 * An EDNS option (RFC 6891) tells them apart from what libwrap asks about the same name: a code for local use (RFC 6891, section 9),
 * without data.
 */
export const controlOptionCode = 65001;

/** The nameserver's, to control queries. */
export const controlName = 'canary.wraplab.test';
/** The stranger's whom they are about, unless somebody has it; from the block TEST-NET-1 (RFC 5737). */
export const firstStrangerAddress = '192.0.2.1';

/** Whether the lab asked. Records from before it marked its queries tell by the name, which only the lab asked for. */
export function isControlQuery(
  { control, name }: { readonly control?: boolean | undefined; readonly name: string },
  nameserver: string,
): boolean {
  return control ?? [controlName, reverseName(nameserver), reverseName(firstStrangerAddress)].includes(name);
}
