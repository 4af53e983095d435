/** A language that can be read, by the name of its data for Tesseract. */
export const languages = [
  'eng',
  'fra',
  'spa',
  'por',
  'ind',
  'vie',
  'chi_sim',
  'chi_tra',
  'jpn',
  'kor',
  'tha',
  'khm',
  'hin',
  'ara',
  'rus',
] as const;
export type Language = (typeof languages)[number];

/** As a police officer calls it. */
export const languageNames: Readonly<Record<Language, string>> = {
  eng: 'English',
  fra: 'French',
  spa: 'Spanish',
  por: 'Portuguese',
  ind: 'Indonesian',
  vie: 'Vietnamese',
  chi_sim: 'Chinese (simplified)',
  chi_tra: 'Chinese (traditional)',
  jpn: 'Japanese',
  kor: 'Korean',
  tha: 'Thai',
  khm: 'Khmer',
  hin: 'Hindi',
  ara: 'Arabic',
  rus: 'Russian',
};
