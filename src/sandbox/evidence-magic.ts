import { AnalysisFailure, type EvidenceFile } from '../contract/index.ts';

/** First bytes of each kind of evidence; `??` stands for any byte. Text kinds have none. */
const magic: Record<EvidenceFile['mediaType'], string> = {
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
  'image/webp': '52494646????????57454250',
  'audio/wav': '52494646????????57415645',
  'video/mp4': '????????66747970',
  'application/json': '',
  'text/plain': '',
};

/**
 * A check to be fed a file's pieces, then called once without any. What claims to be a picture must begin as one;
 * text may not hold NUL. Throws `AnalysisFailure('bad-output')`.
 */
export function checkMagic(mediaType: EvidenceFile['mediaType']): (piece?: Uint8Array) => void {
  const expected = magic[mediaType];
  let head = '';
  return (piece) => {
    if (expected === '') {
      if (piece?.includes(0)) throw wrong(mediaType);
      return;
    }
    if (head.length < expected.length && piece !== undefined)
      head += Buffer.from(piece.subarray(0, expected.length / 2)).toString('hex');
    const isEnough = head.length >= expected.length;
    if ((isEnough && !matches(head, expected)) || (!isEnough && piece === undefined)) throw wrong(mediaType);
  };
}

function matches(head: string, expected: string): boolean {
  for (let i = 0; i < expected.length; i++) if (expected[i] !== '?' && expected[i] !== head[i]) return false;
  return true;
}

function wrong(mediaType: string): AnalysisFailure {
  return new AnalysisFailure('bad-output', `A file sent as ${mediaType} is something else.`);
}
