/** Of the account that the load's clients log in to. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}
