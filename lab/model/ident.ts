/**
 * How client hosts respond when they are asked for the user of a connection (ident, port 113, RFC 1413). libwrap asks for rules with
 * `rfc931` or `user@host`. `silence`: like a firewall that drops packets. `reset`: like a host on which nothing listens. `answer`: with
 * a user.
 */
export const identBehaviours = ['silence', 'reset', 'answer'] as const;
export type Ident = (typeof identBehaviours)[number];
