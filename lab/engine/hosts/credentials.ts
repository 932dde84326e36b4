/** The account that the clients of the load log in to. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}
