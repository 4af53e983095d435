import { appendFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fills its working folder with many files, or with one. */
export async function analyze({ bytes }, { sink, workdir }) {
  const { blocks, bsize } = statfsSync(workdir);
  sink.fact('room', blocks * bsize);
  const megabyte = Buffer.alloc(1024 * 1024, 1);
  for (let i = 0; ; i++)
    if (bytes === 1) appendFileSync(join(workdir, 'one'), megabyte);
    else writeFileSync(join(workdir, `${i}`), megabyte);
}
