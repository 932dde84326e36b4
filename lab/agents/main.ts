import { serveCommands } from './channel.ts';
import { createDnsAgent } from './dns/agent.ts';
import { createLoadAgent } from './load/agent.ts';
import { createWatchAgent } from './watch/agent.ts';

/** The one bundle of all agents: `node agent.cjs dns|load|watch`. */
const role = process.argv[2];
if (role === 'dns') {
  serveCommands('dns', createDnsAgent);
} else if (role === 'load') {
  serveCommands('load', createLoadAgent);
} else if (role === 'watch') {
  serveCommands('watch', createWatchAgent);
} else {
  process.stderr.write(`expected a role (dns, load, watch), got ${role ?? 'none'}\n`);
  process.exitCode = 64;
}
