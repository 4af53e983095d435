/** What a digital source type says, as far as this analyzer's question goes. */
export type SourceMeaning = 'generated' | 'partly-generated' | 'captured' | 'drawn' | 'edited' | 'other';

export interface SourceType {
  readonly code: string;
  readonly meaning: SourceMeaning;
  readonly words: string;
}

/** IPTC's controlled vocabulary (cv.iptc.org/newscodes/digitalsourcetype), in our words. C2PA uses it too. */
export const sourceTypes: readonly SourceType[] = [
  { code: 'trainedAlgorithmicMedia', meaning: 'generated', words: 'made by a trained model (generative AI)' },
  {
    code: 'compositeWithTrainedAlgorithmicMedia',
    meaning: 'partly-generated',
    words: 'put together, with parts made by a trained model (generative AI)',
  },
  {
    code: 'compositeSynthetic',
    meaning: 'partly-generated',
    words: 'put together, with parts that are synthetic',
  },
  { code: 'algorithmicMedia', meaning: 'drawn', words: 'made by a program without a trained model' },
  {
    code: 'algorithmicallyEnhanced',
    meaning: 'edited',
    words: 'a recording that a program enhanced',
  },
  { code: 'virtualRecording', meaning: 'drawn', words: 'a recording of a virtual scene' },
  { code: 'digitalCapture', meaning: 'captured', words: 'recorded by a camera from real life' },
  {
    code: 'computationalCapture',
    meaning: 'captured',
    words: 'recorded by a camera and worked on by its program, as phones do',
  },
  { code: 'negativeFilm', meaning: 'captured', words: 'digitised from a negative' },
  { code: 'positiveFilm', meaning: 'captured', words: 'digitised from a slide' },
  { code: 'print', meaning: 'captured', words: 'digitised from a print' },
  { code: 'screenCapture', meaning: 'other', words: 'recorded from a screen' },
  { code: 'compositeCapture', meaning: 'edited', words: 'put together from recordings' },
  { code: 'composite', meaning: 'edited', words: 'put together from several pictures' },
  { code: 'humanEdits', meaning: 'edited', words: 'edited by a person, without generative tools' },
  { code: 'minorHumanEdits', meaning: 'edited', words: 'slightly edited by a person' },
  { code: 'digitalCreation', meaning: 'drawn', words: 'made by a person with a program' },
  { code: 'digitalArt', meaning: 'drawn', words: 'drawn by a person with a program' },
  { code: 'dataDrivenMedia', meaning: 'drawn', words: 'drawn by a program from data' },
  { code: 'softwareImage', meaning: 'drawn', words: 'made by a program' },
];
