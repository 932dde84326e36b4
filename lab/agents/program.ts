import { serveCommands } from './channel.ts';
import { createDnsAgent } from './dns/dns-agent.ts';
import { createLoadAgent } from './load/load-agent.ts';
import { createWatchAgent } from './watch/watch-agent.ts';

/** The one bundle of all agents: `node agent.cjs dns|load|watch [--keep]`. */
const [, , role, keepOption] = process.argv;
const keep = keepOption === '--keep';
if (role === 'dns') {
  serveCommands('dns', keep, createDnsAgent);
} else if (role === 'load') {
  serveCommands('load', keep, createLoadAgent);
} else if (role === 'watch') {
  serveCommands('watch', keep, createWatchAgent);
} else {
  process.stderr.write(`expected a role (dns, load, watch) as the first argument, got ${role ?? 'none'}\n`);
  process.exitCode = 64;
}
