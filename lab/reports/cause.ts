import { explainSlowConnects } from '../cause.ts';
import { hostAction } from '../faults/index.ts';
import type { RunRecord } from '../record.ts';

const mostlyPercent = 50;

/** What the slow connects of the fault phase waited for, in words; empty where none was slow, or the nameserver could see nothing. */
export function causeInWords(record: RunRecord): string {
  const { slow, waitedMs, inLookupsMs, unexplained } = explainSlowConnects(record, 'fault');
  if (slow === 0 || waitedMs === 0 || hostAction(record.manifest.scenario.fault) !== null) {
    return '';
  }
  const percent = (100 * inLookupsMs) / waitedMs;
  const waited = `the ${(waitedMs / 1000).toFixed(1)} s that ${slow} slow connects waited in the fault phase`;
  const rest = unexplained.length === 0 ? 'That explains each of them.' : `Of ${unexplained.length} it explains less than half.`;
  return percent >= mostlyPercent
    ? `Cause: in ${percent.toFixed(1)} % of ${waited}, the accept thread had a DNS lookup open. ${rest}`
    : `The DNS is not the cause: only in ${percent.toFixed(1)} % of ${waited} had the accept thread a DNS lookup open. Look at the server itself.`;
}
