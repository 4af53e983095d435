import { AnalysisFailure } from '../contract/index.ts';
import { keep, keepChild, keepEvidence, type Learned, readMessage, refuseTwice } from './collect.ts';
import { checkMagic } from './evidence-magic.ts';
import type { Frame } from './frames.ts';
import type { JailRequest } from './jails.ts';
import type { JailMessage } from './messages.ts';

type Opening = Extract<JailMessage, { t: 'open-evidence' | 'open-child' }>;

/** Thrown into `store` when a file ended before its end: nothing of it may be kept. */
class CutOff extends Error {
  override readonly name = 'CutOff';
}

/**
 * Reads a jail until it says that it has ended, or its pipe closes. Fills `learned` as it goes.
 * Throws `AnalysisFailure` when the jail breaks the rules, and whatever `store` throws.
 */
export async function listen(
  frames: AsyncIterator<Frame, void>,
  request: JailRequest,
  learned: Learned,
): Promise<void> {
  for (;;) {
    const next = await frames.next();
    if (next.done) return;
    if (next.value.kind === 'bytes') throw broken('bytes that belong to no file');
    const message = readMessage(next.value.text);
    if (message.t === 'open-evidence' || message.t === 'open-child')
      await takeFile(frames, message, request, learned);
    else takePlain(message, request, learned);
    if (learned.own !== undefined) return;
  }
}

function takePlain(message: Exclude<JailMessage, Opening>, request: JailRequest, learned: Learned): void {
  switch (message.t) {
    case 'hello':
    case 'ready':
    case 'close':
    case 'abandon':
      throw broken(`"${message.t}" out of place`);
    case 'progress':
      request.onProgress?.(message.fraction, message.label);
      return;
    default:
      keep(learned, message, request.manifest);
  }
}

async function takeFile(
  frames: AsyncIterator<Frame, void>,
  opening: Opening,
  request: JailRequest,
  learned: Learned,
): Promise<void> {
  if (opening.t === 'open-evidence') refuseTwice(learned.result.evidence, opening.v.id, 'evidence files');
  else if (learned.result.children.length >= request.manifest.limits.children)
    throw new AnalysisFailure('over-limit', 'The analyzer handed on more children than its limit.');
  const state: { trouble?: unknown } = {};
  const stored = await request.store(fileBytes(frames, opening, request, learned, state)).catch((error) => {
    // A file that broke off is the jail's doing; anything else is the store's.
    if (state.trouble === undefined) throw error;
  });
  if (state.trouble instanceof CutOff) return;
  if (state.trouble !== undefined) throw state.trouble;
  if (stored === undefined) throw new Error('The store gave no answer.');
  const { sha256, bytes } = stored;
  if (opening.t === 'open-evidence') keepEvidence(learned, { ...opening.v, sha256, bytes });
  else keepChild(learned, { ...opening.v, sha256, bytes });
}

/** The bytes up to `close`. Messages in between are kept at once. */
async function* fileBytes(
  frames: AsyncIterator<Frame, void>,
  opening: Opening,
  request: JailRequest,
  learned: Learned,
  state: { trouble?: unknown },
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const check = opening.t === 'open-evidence' ? checkMagic(opening.v.mediaType) : undefined;
    for (;;) {
      const next = await frames.next();
      if (next.done) throw new CutOff('The jail ended in the middle of a file.');
      if (next.value.kind === 'bytes') {
        check?.(next.value.bytes);
        yield next.value.bytes;
        continue;
      }
      const message = readMessage(next.value.text);
      if (message.t === 'close') return check?.();
      if (message.t === 'abandon') throw new CutOff('The analyzer gave up in the middle of a file.');
      if (message.t === 'open-child' || message.t === 'open-evidence') throw broken('two files at once');
      takePlain(message, request, learned);
      if (learned.own === 'end') throw broken('an end in the middle of a file');
      if (learned.own !== undefined) throw new CutOff('The analyzer ended in the middle of a file.');
    }
  } catch (error) {
    state.trouble = error;
    throw error;
  }
}

function broken(what: string): AnalysisFailure {
  return new AnalysisFailure('bad-output', `The jail broke the protocol: ${what}.`);
}
