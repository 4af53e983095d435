import type { LanguageWords } from './language-words.ts';

/** Khmer. Collected by a non-native speaker: please correct. */
export const km: LanguageWords = {
  language: 'km',
  confirmedBy: null,
  regions: ['KH'],
  words: {
    telegram: ['តេឡេក្រាម', 'តេលេក្រាម'],
    facebook: ['ហ្វេសប៊ុក'],
    phone: ['ទូរស័ព្ទ', 'លេខទូរស័ព្ទ', 'ទំនាក់ទំនង', 'សូមទូរស័ព្ទ', 'ខល', 'ទូរសព្ទ'],
    account: ['គណនី', 'លេខគណនី', 'គណនីធនាគារ', 'ផ្ទេរប្រាក់ទៅគណនី'],
    invite: ['លេខកូដ', 'លេខកូដអញ្ជើញ', 'កូដណែនាំ', 'កូដអញ្ជើញ', 'លេខកូដណែនាំ'],
    code: ['កូដ'],
    otp: ['លេខកូដផ្ទៀងផ្ទាត់', 'លេខសម្ងាត់', 'ពាក្យសម្ងាត់', 'លេខកូដសម្ងាត់'],
    reference: ['លេខយោង', 'កាលបរិច្ឆេទ', 'លេខប្រតិបត្តិការ', 'កញ្ចប់'],
    card: ['កាត', 'លេខកាត'],
  },
};
