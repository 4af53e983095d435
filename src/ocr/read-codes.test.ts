import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { blankRaster, invert, paste, type Raster } from '../media/index.ts';
import { readCodes } from './read-codes.ts';

beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  const wasmBinary = Uint8Array.from(readFileSync(path)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

/** A picture with a code in it, each module `size` pixels wide. */
async function picture(text: string, size: number): Promise<Raster> {
  const { symbol } = await writeBarcode(text, { format: 'QRCode' });
  const raster = blankRaster(500, 700, [255, 255, 255]);
  const black = blankRaster(size, size, [0, 0, 0]);
  for (let y = 0; y < symbol.height; y++)
    for (let x = 0; x < symbol.width; x++)
      if ((symbol.data[y * symbol.width + x] ?? 255) < 128)
        paste(raster, black, 100 + x * size, 300 + y * size);
  return raster;
}

describe('QR codes', () => {
  const text = 'https://invest-demo.example/?c=7';

  it('are read, and placed where they stand', async () => {
    const [code] = await readCodes(await picture(text, 5));
    expect(code).toMatchObject({ format: 'QRCode', text });
    expect(Math.abs((code?.box.x ?? 0) - 100)).toBeLessThan(30);
    expect(Math.abs((code?.box.y ?? 0) - 300)).toBeLessThan(30);
  });

  it('are read light on dark too', async () => {
    expect((await readCodes(invert(await picture(text, 4)))).map((code) => code.text)).toEqual([text]);
  });

  it('are none in an empty picture', async () => {
    expect(await readCodes(blankRaster(300, 300, [255, 255, 255]))).toEqual([]);
  });
});
