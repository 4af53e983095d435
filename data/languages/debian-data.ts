/** SHA-256 of `<language>.traineddata` in Debian's packages tesseract-ocr-khm and tesseract-ocr-rus, 1:4.1.0-2. */
export const debianData = {
  khm: '47f110575341b322052f3becbefee61a3ecf1ef549352b5d4d33d28afe30d099',
  rus: 'e16e5e036cce1d9ec2b00063cf8b54472625b9e14d893a169e2b0dedeb4df225',
} as const;
