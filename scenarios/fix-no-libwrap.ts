import {
  available,
  defineScenario,
  fast,
  incidentHost,
  incidentNetwork,
  nobodyWaits,
  noLookups,
  remedyTest,
  socketFast,
} from '../lab/index.ts';

export default defineScenario({
  title: 'the same server without libwrap: no lookup, no stall, and the outsider walks in',
  story: `Debian's own binary of the server is not linked against libwrap. hosts.allow and hosts.deny mean nothing to it, so a dead DNS does
not either. But nobody keeps the outsider out any more: its accounts, limited by address, or a packet filter must.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['no-libwrap'],
  ...remedyTest,
  expectations: [
    available,
    fast,
    nobodyWaits,
    socketFast,
    noLookups,
    {
      id: 'outsider-gets-in',
      text: 'The outsider, whom the ACL was there to stop, gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'percent' },
      atLeast: 100,
    },
  ],
  claims: [
    {
      id: 'no-libwrap-helps',
      text: 'A server that is not linked against libwrap does not have this outage.',
      verdict: 'holds with conditions',
      but: 'it does not have the ACL either: the outsider gets in unless something else stops it',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-gets-in'],
    },
  ],
});
