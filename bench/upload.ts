import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * A file of 1 GiB over loopback to "received, durable, hashed", against `sha256sum` plus `cp` of the same file.
 * The service runs in a process of its own; how much its resident memory grows is read from /proc.
 * Run: npm run build && npx tsx bench/upload.ts [MiB] [rounds]. Quiet machine, please; ratios are of the same run.
 */

const MIB = 1024 ** 2;
const size = Number(process.argv[2] ?? 1024) * MIB;
const rounds = Number(process.argv[3] ?? 3);

interface Service {
  readonly child: ChildProcess;
  readonly url: string;
  readonly key: string;
}

function startService(): Promise<Service> {
  const script = fileURLToPath(new URL('upload-service.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    child.stdout?.once('data', (line) =>
      resolve({ child, ...(JSON.parse(String(line)) as { url: string; key: string }) }),
    );
  });
}

/** A new file each time, so that the store cannot answer from what it has. */
async function writeSample(path: string, seed: number): Promise<void> {
  const block = Buffer.alloc(MIB);
  const file = await open(path, 'w');
  for (let i = 0; i < size / MIB; i++) {
    for (let at = 0; at < MIB; at += 4096)
      block.writeUInt32LE((seed * 1_000_003 + i * 4099 + at) % 2 ** 32, at);
    await file.write(block);
  }
  await file.sync();
  await file.close();
}

/** Seconds from the first byte sent to the answer. */
function upload(service: Service, path: string): Promise<number> {
  const head = Buffer.from('--B\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n');
  const tail = Buffer.from('\r\n--B--\r\n');
  const headers = {
    Authorization: `Bearer ${service.key}`,
    'Content-Type': 'multipart/form-data; boundary=B',
    'Content-Length': head.length + size + tail.length,
  };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const req = request(
      `${service.url}/api/v1/submissions`,
      { method: 'POST', headers, agent: false },
      (res) => {
        if (res.statusCode !== 201) reject(new Error(`status ${res.statusCode}`));
        res.resume().once('end', () => resolve((performance.now() - began) / 1000));
      },
    );
    req.once('error', reject);
    req.write(head);
    const file = createReadStream(path, { highWaterMark: MIB });
    file.pipe(req, { end: false });
    file.once('end', () => req.end(tail));
  });
}

function peer(path: string, copy: string): number {
  const began = performance.now();
  execFileSync('sha256sum', [path]);
  execFileSync('cp', [path, copy]);
  const seconds = (performance.now() - began) / 1000;
  rmSync(copy);
  return seconds;
}

function memoryKiB(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
const sample = join(folder, 'sample.bin');
const service = await startService();
const pid = service.child.pid as number;
try {
  for (let round = 1; round <= rounds; round++) {
    await writeSample(sample, Date.now() + round);
    const theirs = peer(sample, join(folder, 'copy.bin'));
    const before = memoryKiB(pid, 'VmRSS');
    writeFileSync(`/proc/${pid}/clear_refs`, '5'); // The peak counts from here.
    const ours = await upload(service, sample);
    const grown = (memoryKiB(pid, 'VmHWM') - before) / 1024;
    const rate = size / MIB / ours;
    console.log(
      `round ${round}: sha256sum + cp ${theirs.toFixed(2)} s, upload ${ours.toFixed(2)} s (${rate.toFixed(0)} MiB/s), ` +
        `ratio ${(theirs / ours).toFixed(2)}, resident memory +${Math.max(0, grown).toFixed(0)} MiB`,
    );
  }
} finally {
  service.child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
