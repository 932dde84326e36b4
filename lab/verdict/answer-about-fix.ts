import type { JudgedExpectation, VerdictName } from './verdict-schema.ts';

/** The expectations of the question by what their failure means; ids as in scenario/presets/service-levels.ts. */
const ofKnown = ['fast-known', 'available-known', 'socket'];
const ofNewcomers = ['fast-newcomers', 'available-newcomers'];
const ofOutsiders = ['outsider-out', 'outsider-out-ever'];

/** Whether the outage occurred in spite of the fixes, as one clause. */
export function answerAboutFix(verdict: VerdictName, expectations: readonly JudgedExpectation[], fixes: number): string {
  const these = fixes === 1 ? 'this fix' : 'these fixes';
  if (verdict === 'confirmed') {
    return `the outage did not occur with ${these}`;
  }
  if (verdict === 'inconclusive') {
    return `this run cannot tell whether the outage occurs with ${these}`;
  }
  const failed = expectations.filter((each) => each.verdict === 'refuted').map(({ id }) => id);
  const some = (ids: readonly string[]): boolean => ids.some((id) => failed.includes(id));
  const gotIn = some(ofOutsiders) ? 'an outsider got in' : '';
  if (some(ofKnown) || some(ofNewcomers)) {
    const only = some(ofKnown) ? '' : ', for clients that connected for the first time';
    return `the outage occurred in spite of ${these}${only}${gotIn === '' ? '' : `, and ${gotIn}`}`;
  }
  const others = [gotIn, failed.includes('recovers') ? 'new connects stayed slow after the fault' : ''].filter((each) => each !== '');
  const isSure = [...ofKnown, ...ofNewcomers].every((id) => expectations.every((each) => each.id !== id || each.verdict === 'confirmed'));
  return isSure ? `the outage did not occur with ${these}, but ${others.join(', and ')}` : `with ${these}, ${others.join(', and ')}`;
}
