import { available, deadDns, defineScenario, fast, incidentHost, incidentNetwork, noLookups, outsiderRefused } from '../lab/index.ts';

export default defineScenario({
  title: 'the remedy of the article: name every client in /etc/hosts; one stranger still stalls everyone',
  story: `The DNS is dead, as in dns-dead. Every client is named in /etc/hosts, which glibc reads first, so clients get in without a
query. But no file has a stranger's name. One connect by one stranger waits for the dead DNS until the resolver gives up, in the accept
thread, and every client that comes in the meantime waits behind it.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['hosts-file'],
  ...deadDns,
  expectations: [
    available,
    { ...fast, text: 'Most clients are greeted as fast as before the fault' },
    noLookups,
    outsiderRefused,
    {
      id: 'outsider-costs-a-lookup',
      text: 'The outsider is refused only after the resolver gives up on its name',
      measure: { of: 'stage', path: 'outsider', stage: 'refusal', statistic: 'min' },
      atLeast: { timesResolverGivesUp: 0.95 },
    },
    {
      id: 'clients-wait-behind-it',
      text: 'Clients that come while the outsider is looked up wait behind that lookup',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'max' },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 30,
    },
  ],
  claims: [
    {
      id: 'hosts-file-helps',
      text: 'With every client in /etc/hosts, no DNS lookup is needed.',
      verdict: 'holds with conditions',
      but: 'for the clients in it: a stranger’s name is not, and one such lookup stalls everyone',
      shownBy: ['available', 'fast', 'no-lookups', 'outsider-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
