/** What a fault does to the nameserver's host rather than to a query; undone when the fault is lifted. */
export type HostAction =
  /** Closes these sockets: the kernel answers for the port, with ICMP over UDP and a reset over TCP. */
  | { readonly kind: 'closePorts'; readonly transports: readonly ('udp' | 'tcp')[] }
  /** Gives up the address: nobody answers ARP, or neighbour discovery, for it. */
  | { readonly kind: 'leaveNetwork' }
  /** Stops the process (SIGSTOP) with its sockets open. */
  | { readonly kind: 'freeze' };

/** An action on the nameserver's host, and what follows from it for the rest of the lab. */
export interface EffectOnHost {
  readonly action: HostAction;
  /** Why nobody could ask the nameserver, as a clause for reports. */
  readonly unreachable: string;
  /** Whether the nameserver's process stands still: then the silence of its agent is not a failure. Default: it does not. */
  readonly stopsProcess?: true;
  /**
   * Whether the kernel answers queries with ICMP errors. It sends few of them, so control queries must come rarely. Default: it does not.
   */
  readonly spendsIcmpErrors?: true;
}
