/**
 * How client hosts treat who asks them for the user of a connection (ident, port 113, RFC 1413), which libwrap does for `rfc931` and
 * `user@host`: `silence`, as a firewall that drops; `reset`, as a host where nothing listens; or `answer`.
 */
export const identBehaviours = ['silence', 'reset', 'answer'] as const;
export type Ident = (typeof identBehaviours)[number];
