import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { AnalysisFailure } from '../contract/plain.ts';
import { type Box, fitRaster, type Raster, scaleBox } from '../media/index.ts';

/** A code for machines in a picture. */
export interface SeenCode {
  /** `QRCode`, `Code128`, … as ZXing names them. */
  readonly format: string;
  readonly text: string;
  /** Pixels of the raster given. */
  readonly box: Box;
}

const MOST_CODES = 32;
const MOST_TEXT = 4096;
/** Larger pictures are looked at in this size, and smaller ones also once as they are. */
const SIDE = 2400;

let ready: Promise<unknown> | undefined;

/** Hands ZXing its own program: left to itself it would fetch it from a server. */
async function prepare(): Promise<void> {
  ready ??= (async () => {
    const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const bytes = await readFile(path);
    const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary as ArrayBuffer }, fireImmediately: true });
  })().catch((cause) => {
    throw new AnalysisFailure('model-missing', 'The reader of QR codes is not installed: run `npm ci`.', {
      cause,
    });
  });
  await ready;
}

/** The browser's ImageData, which Node does not declare. */
type Rgba = Extract<Parameters<typeof readBarcodes>[0], { readonly colorSpace: unknown }>;

function toRgba({ width, height, data }: Raster): Rgba {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, at = 0; i < data.length; i += 3, at += 4) {
    rgba[at] = data[i] ?? 0;
    rgba[at + 1] = data[i + 1] ?? 0;
    rgba[at + 2] = data[i + 2] ?? 0;
    rgba[at + 3] = 255;
  }
  return { width, height, data: rgba, colorSpace: 'srgb' } as Rgba;
}

type Corners = Awaited<ReturnType<typeof readBarcodes>>[number]['position'];

function boxOf({ topLeft, topRight, bottomLeft, bottomRight }: Corners): Box {
  const corners = [topLeft, topRight, bottomLeft, bottomRight];
  const x = Math.min(...corners.map((p) => p.x));
  const y = Math.min(...corners.map((p) => p.y));
  const right = Math.max(...corners.map((p) => p.x));
  const bottom = Math.max(...corners.map((p) => p.y));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * QR and bar codes of a picture, each content once. Fails with `model-missing` when the reader is not installed. Lines of
 * a chart or a barcode without check digits can be misread; only formats that check themselves are looked for.
 */
export async function readCodes(raster: Raster): Promise<SeenCode[]> {
  await prepare();
  const fitted = await fitRaster(raster, SIDE);
  const scale = fitted.width / raster.width;
  const results = await readBarcodes(toRgba(fitted), {
    formats: ['QRCode', 'MicroQRCode', 'Aztec', 'DataMatrix', 'PDF417', 'Code128', 'EAN13', 'EAN8', 'UPCA'],
    tryHarder: true,
    maxNumberOfSymbols: MOST_CODES,
  });
  const codes = new Map<string, SeenCode>();
  for (const { isValid, format, text, position } of results) {
    if (!isValid || text === '') continue;
    const code = { format, text: text.slice(0, MOST_TEXT), box: scaleBox(boxOf(position), 1 / scale) };
    if (!codes.has(code.text)) codes.set(code.text, code);
  }
  return [...codes.values()];
}
