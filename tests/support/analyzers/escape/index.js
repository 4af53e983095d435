import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns/promises';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';

const tell = (error) => error.code ?? error.message;

function attempt(what) {
  try {
    return what() ?? 'done';
  } catch (error) {
    return tell(error);
  }
}

const connect = (options) =>
  new Promise((resolve) => {
    const socket = net.connect(options);
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error) => resolve(tell(error)));
  });

const datagram = () =>
  new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.on('error', (error) => resolve(tell(error)));
    socket.send('x', 53, '127.0.0.1', (error) => resolve(error ? tell(error) : 'sent'));
  });

/** Opens for writing and writes nothing: this one would be the machine's. */
const openToWrite = (path) => attempt(() => String(fs.closeSync(fs.openSync(path, 'r+')) ?? 'open'));

const write = (path) => attempt(() => fs.writeFileSync(path, 'x'));

/** Tries every door it can think of and reports what each said. The artefact names the parent's port, pid and a canary. */
export async function analyze({ path }, { sink, workdir }) {
  const { port, pid, canary, folder } = JSON.parse(fs.readFileSync(path, 'utf8'));
  const doors = {
    network: await connect({ host: '127.0.0.1', port }),
    datagram: await datagram(),
    names: await dns.lookup('localhost').then(() => 'resolved', tell),
    passwd: attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
    canary: attempt(() => fs.readFileSync(canary, 'utf8')),
    folder: attempt(() => fs.readdirSync(folder).length),
    otherProcess: attempt(() => String(process.kill(pid, 0))),
    writeRoot: write('/x'),
    writeApp: write('/app/x'),
    writeDist: write('/app/dist/src/sandbox/child.js'),
    writeIn: write('/in/x'),
    writeArtefact: write(path),
    writeDev: write('/dev/x'),
    writeShm: write('/dev/shm/x'),
    openProc: openToWrite('/proc/sys/kernel/core_pattern'),
    chmodArtefact: attempt(() => fs.chmodSync(path, 0o777)),
    unlinkArtefact: attempt(() => fs.unlinkSync(path)),
    fork: attempt(() => execFileSync(process.execPath, ['-e', '0'], { stdio: 'ignore' })?.toString()),
    writeWorkdir: write(`${workdir}/x`),
  };
  sink.fact('doors', doors);
  sink.fact('root', fs.readdirSync('/').sort());
  sink.fact('pids', attempt(() => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length));
  sink.fact('environment', Object.keys(process.env).sort());
  sink.fact('interfaces', attempt(() => Object.keys(os.networkInterfaces())));
  sink.fact(
    'privileges',
    attempt(() =>
      fs
        .readFileSync('/proc/self/status', 'utf8')
        .split('\n')
        .filter((line) => /^(CapEff|CapBnd|NoNewPrivs|Seccomp):/.test(line)),
    ),
  );
  sink.fact('hostname', os.hostname());
  sink.fact('descriptors', attempt(() => fs.readdirSync('/proc/self/fd').map((fd) => attempt(() => fs.readlinkSync(`/proc/self/fd/${fd}`)).replace(/\d+/g, 'N')).filter((to) => to.startsWith('/') && !to.startsWith('/proc') && !to.startsWith('/dev'))));
}
