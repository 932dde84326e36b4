/**
 * The lab's exit codes; README.md explains them. 64, 69 and 70 are those of BSD's sysexits.h (EX_USAGE, EX_UNAVAILABLE,
 * EX_SOFTWARE), 130 is a shell's 128 + SIGINT.
 */
export const exitCodes = {
  confirmed: 0,
  refuted: 1,
  inconclusive: 2,
  usage: 64,
  unavailable: 69,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;
