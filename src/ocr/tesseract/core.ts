import { createRequire } from 'node:module';
import { AnalysisFailure } from '../../contract/plain.ts';

/** What we use of Tesseract's base API as tesseract.js-core compiles it. */
export interface BaseApi {
  Init(folder: string | null, languages: string, engine: number): number;
  SetVariable(name: string, value: string): void;
  /** Reads the file `/input`; 1 when it cannot. */
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetJSONText(): string;
  MeanTextConf(): number;
  Clear(): void;
  End(): void;
}

/** The compiled module, with its files in memory. */
export interface Core {
  readonly TessBaseAPI: new () => BaseApi;
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  destroy(object: BaseApi): void;
}

/**
 * Tesseract compiled to WebAssembly, from the build that tesseract.js brings. It is driven here without tesseract.js: no
 * thread and no PNG for each of a hundred lines, and always the same build: tesseract.js takes the one with relaxed SIMD
 * where the engine has it, whose results may differ from machine to machine.
 */
export async function loadCore(): Promise<Core> {
  try {
    const require = createRequire(import.meta.url);
    const make = require('tesseract.js-core/tesseract-core-simd-lstm') as (options: object) => Promise<Core>;
    return await make({ print: () => {}, printErr: () => {}, TesseractProgress: () => {} });
  } catch (cause) {
    throw new AnalysisFailure('model-missing', 'Tesseract is not installed: run `npm ci`.', { cause });
  }
}
