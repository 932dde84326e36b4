import type { Cost } from './evidence.ts';

/** How much evidence a run takes: none, only what disturbs nothing, or all. */
const evidenceLevels = ['none', 'passive', 'all'] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

/** Whether a run at this level takes a piece of this cost. */
export function isTaken(cost: Cost, level: EvidenceLevel): boolean {
  return level === 'all' || (level === 'passive' && cost === 'nothing');
}
