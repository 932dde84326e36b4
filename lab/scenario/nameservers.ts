/** The parts of a scenario that name a nameserver. */
export interface NameserversOfScenario {
  readonly nameserver: string;
  readonly secondNameserver?: string | undefined;
  readonly otherNameservers: readonly Pick<Nameserver, 'address' | 'suffersFault'>[];
}

export interface Nameserver {
  readonly address: string;
  readonly suffersFault: boolean;
  /** Where the scenario names it. */
  readonly place: readonly [keyof NameserversOfScenario, ...number[]];
}

/** All nameservers of a run; the one with the fault comes first. */
export function nameserversOf({ nameserver, secondNameserver, otherNameservers }: NameserversOfScenario): Nameserver[] {
  return [
    { address: nameserver, suffersFault: true, place: ['nameserver'] },
    ...(secondNameserver === undefined
      ? []
      : [{ address: secondNameserver, suffersFault: false, place: ['secondNameserver'] } satisfies Nameserver]),
    ...otherNameservers.map((other, index): Nameserver => ({ ...other, place: ['otherNameservers', index] })),
  ];
}
