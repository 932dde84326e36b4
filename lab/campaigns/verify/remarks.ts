import { printable } from '../../text/printable.ts';
import { type Warning, warningAsText } from './access/warning.ts';
import { missingBanners } from './host/named-files.ts';
import { tlsNotes } from './host/tls.ts';
import type { Subject } from './host/verify-subject.ts';
import { scheduleOf } from './scenario/schedule.ts';
import { warningsOf } from './warnings/index.ts';

/** Warnings and notes that need no run. `daemon` is the server's program. */
export function remarksOf(subject: Subject, daemon: string): Warning[] {
  return [...warningsOf(subject, daemon), ...missingBanners(subject.etc, daemon), ...tlsNotes(subject.etc)];
}

/** What verify assumes where the folder does not say it, and how it changes the schedule because of the folder's size; a sentence each. */
export function assumptionsOf(subject: Subject): string[] {
  const schedules = subject.configuration.faults.map((fault) => scheduleOf(subject, fault));
  const longest = Math.max(...schedules.map(({ timeline }) => timeline.faultMs));
  const asked = subject.configuration.timeline.faultMs;
  const longer =
    longest > asked
      ? [`a fault lasts up to ${longest / 1000} s instead of ${asked / 1000} s, so that every host can try and be answered`]
      : [];
  return [...subject.network.assumed, ...new Set(schedules.flatMap(({ said }) => said)), ...longer];
}

/** Assumptions and remarks, a line each, as `verify --check` prints them. */
export function remarksAsText(subject: Subject, daemon: string): string {
  const assumed = assumptionsOf(subject).map((text) => `assumed: ${text}\n`);
  const warnings = remarksOf(subject, daemon).map((warning) => `${warningAsText(subject.etc.folder, warning)}\n`);
  return printable([...assumed, ...warnings].join(''));
}
