import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { label } from '../lab/engine/connection/labels.ts';
import { execIn } from '../lab/engine/containers/exec.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { nthEvent, WatchedLab } from './support/killed-lab.ts';
import { lab, startLab } from './support/lab-process.ts';
import { engineUnderTest } from './support/left-in-engine.ts';
import { differences, readMachine } from './support/machine-snapshot.ts';

const engine = await engineUnderTest();
const base = imageDefinition('base', engine.architecture).reference;
const main = join(import.meta.dirname, '../lab/cli/main.ts');
const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const scenario = (folder: string, ...args: string[]) => ['scenario', 'baseline', '--quiet', '--out', join(folders, folder), ...args];

test('a run changes no kernel setting, firewall rule, route, link or resolver file of the machine, not even while it lasts', async () => {
  const foreign = await engine.docker.createNetwork({ Name: `not-the-labs-${process.pid}` });
  try {
    const bridges = [`br-${foreign.id.slice(0, 12)}`];
    // Two looks before the run find what changes by itself.
    const first = await readMachine(bridges);
    await wait(3000);
    const before = await readMachine(bridges);
    const byItself = differences(first, before).map((line) => line.split(':')[0]);
    const since = async () => differences(before, await readMachine(bridges)).filter((line) => !byItself.includes(line.split(':')[0]));
    expect(Object.keys(before).filter((key) => key.startsWith('/proc/sys/')).length).toBeGreaterThan(500);
    const { child, ended } = startLab(scenario('compared'));
    const readings = [];
    const isOver = ended.then(() => true);
    while (!(await Promise.race([isOver, wait(2000, false)]))) {
      readings.push(await since());
    }
    expect(child.exitCode === 0 || child.exitCode === 2).toBe(true);
    expect(readings.length).toBeGreaterThan(3);
    expect(readings.flat()).toEqual([]);
    expect(await since()).toEqual([]);
  } finally {
    await foreign.remove();
  }
});

test('gc, with --kept or without, leaves everything alone that lacks the lab’s labels, even under the lab’s names', async () => {
  const name = (kind: string): string => `wraplab-test-${kind}-${process.pid}`;
  const some = { [label.role]: 'database', [label.image]: 'agent', [label.keep]: 'true' };
  const image = { repo: 'wraplab/foreign', tag: String(process.pid) };
  const spec = { Image: base, Cmd: ['sleep', '600'] };
  await engine.docker.getImage(base).tag(image);
  await engine.docker.createVolume({ Name: name('volume') });
  const network = await engine.docker.createNetwork({ Name: name('network'), Labels: some });
  const containers = await Promise.all([
    engine.docker.createContainer({ ...spec, name: name('created') }),
    engine.docker.createContainer({ ...spec, name: name('running'), HostConfig: { NetworkMode: network.id } }),
    engine.docker.createContainer({ ...spec, name: name('labelled'), Labels: some }),
  ]);
  const [created, running] = containers;
  try {
    await running.start();
    for (const more of [[], ['--kept']]) {
      const { code, stdout } = await lab(['gc', ...more]);
      expect({ code, named: stdout.includes('wraplab-test') }).toEqual({ code: 0, named: false });
    }
    expect((await created.inspect()).State.Status).toBe('created');
    expect((await running.inspect()).State.Status).toBe('running');
    expect(Object.keys((await network.inspect()).Containers ?? {})).toHaveLength(1);
    await engine.docker.getVolume(name('volume')).inspect();
    await engine.docker.getImage(`${image.repo}:${image.tag}`).inspect();
  } finally {
    await Promise.all(containers.map((container) => container.remove({ force: true })));
    await network.remove();
    await engine.docker.getVolume(name('volume')).remove();
    await engine.docker.getImage(`${image.repo}:${image.tag}`).remove();
  }
});

/** Prints how a container's attempts to get out end: over TCP the error or "out"; over UDP nothing, because the listener counts what arrives. */
const attempts = `
const [port, ...targets] = process.argv.slice(1);
const { networkInterfaces } = require('node:os');
const tcp = (host, port) => new Promise((done) => {
  const socket = require('node:net').connect({ host, port });
  socket.setTimeout(3000, () => done('nobody answers'));
  socket.on('connect', () => done('out'));
  socket.on('error', ({ code }) => done(code));
}).then((end) => console.log(host + ' ' + port + ': ' + end));
const udp = (host, port) => new Promise((done) => {
  const socket = require('node:dgram').createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', done);
  socket.send('out', port, host, () => setTimeout(done, 1000));
});
Promise.all(targets.flatMap((host) => [tcp(host, port), tcp(host, 53), udp(host, port)])).then(() => process.exit(0));
`;

test('nothing leaves the network of a run, over TCP or UDP: not to the world, not to the machine, not to its resolver', async () => {
  const arrived: string[] = [];
  const listener = createServer((socket) => {
    arrived.push(`tcp from ${socket.remoteAddress}`);
    socket.destroy();
  });
  listener.listen(0, '::');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const datagrams = createSocket('udp6', (message, { address }) => void arrived.push(`udp from ${address}: ${message}`));
  datagrams.bind(port);
  const watched = new WatchedLab([process.execPath, main, ...scenario('closed', '--fix', 'resolver-cache')]);
  await nthEvent(watched, 'container', 'start', 6);
  await wait(2000);
  const all = await engine.docker.listContainers({ filters: { label: [label.run] } });
  const hosts = all.filter(({ Labels }) => watched.owns(Labels));
  const idOf = (role: string): string => hosts.find(({ Labels }) => Labels[label.role] === role)?.Id ?? '';
  const { Name, IPAM, Id } = await networkOf(hosts);
  expect(hosts.flatMap(({ Ports }) => Ports.filter(({ PublicPort }) => PublicPort !== undefined))).toEqual([]);
  // On the bridge the machine has only the link-local address that every device has.
  const onBridge = (networkInterfaces()[`br-${Id.slice(0, 12)}`] ?? []).map(({ address }) => address);
  expect(onBridge.filter((address) => !address.startsWith('fe80:'))).toEqual([]);
  const ofMachine = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const machine = ofMachine.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address);
  const gateway = IPAM?.Config?.[0]?.Gateway?.replace(/\/.*/, '') ?? '192.0.2.2';
  const targets = new Set(['192.0.2.1', '2001:db8::1', gateway, ...machine, ...onBridge.map((address) => `${address}%eth0`)]);
  const said = await Promise.all(
    ['watch', 'clients', 'dns'].map((role) => execIn(engine, idOf(role), ['node', '-e', attempts, String(port), ...targets])),
  );
  const ends = said.flatMap((text) => text.trim().split('\n'));
  expect({ Name, ends: ends.length }).toEqual({ Name, ends: said.length * 2 * targets.size });
  expect(ends.filter((end) => !/: (EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|nobody answers)$/.test(end))).toEqual([]);
  // Server and cache share the watch agent's network, and have no other device.
  const devices = await Promise.all(['database', 'cache', 'watch'].map((role) => execIn(engine, idOf(role), ['cat', '/proc/net/dev'])));
  expect(devices.map(deviceNames)).toEqual(Array(3).fill(deviceNames(devices[2] ?? '')));
  expect(arrived).toEqual([]);
  watched.signal('SIGTERM');
  await watched.ended;
  // The control: a connection from the machine itself does arrive.
  connect(port, '127.0.0.1').on('error', () => undefined);
  await once(listener, 'connection');
  expect(arrived).toHaveLength(1);
  listener.close();
  datagrams.close();
});

async function networkOf(
  hosts: readonly { readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly NetworkID: string }>> } }[],
) {
  const [id = ''] = hosts
    .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks).map(({ NetworkID }) => NetworkID))
    .filter((each) => each !== '');
  return engine.docker.getNetwork(id).inspect();
}

function deviceNames(text: string): string[] {
  return [...text.matchAll(/^\s*([\w-]+):/gm)].map(([, name = '']) => name).toSorted();
}
