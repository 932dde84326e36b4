import type { EtcFolder } from '../access/etc-folder.ts';
import type { Configuration } from './configuration.ts';
import type { UserNetwork } from './host-network.ts';

/** A folder with all that is known about it. */
export interface Subject {
  readonly etc: EtcFolder;
  readonly configuration: Configuration;
  readonly network: UserNetwork;
}
