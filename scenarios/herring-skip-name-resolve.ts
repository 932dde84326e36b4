import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore, withServerOptions } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: skip_name_resolve ends mysqld’s own lookups, not libwrap’s',
  story: `The host of the incident with skip_name_resolve OFF, then switched ON. mysqld itself no longer looks up names in the connection’s
thread. libwrap still does in the accept thread, and everyone waits behind that.`,
  ...incidentNetwork,
  host: withServerOptions(incidentHost, { skip_name_resolve: 'OFF' }),
  fixes: ['skip-name-resolve'],
  ...herringTest,
  expectations: [
    {
      id: 'switched-on',
      text: 'The variable skip_name_resolve is ON',
      measure: { of: 'variable', name: 'skip_name_resolve' },
      is: 'ON',
    },
    ...stalledAsBefore,
  ],
  claims: [
    {
      id: 'skip-name-resolve-helps',
      text: 'Switching skip_name_resolve ON ends the stall.',
      verdict: 'does not hold',
      but: 'it ends mysqld’s own lookups, not those of libwrap',
      shownBy: ['switched-on', 'tcp-stalls', 'one-ptr-each'],
    },
  ],
});
