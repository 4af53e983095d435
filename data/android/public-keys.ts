/**
 * Certificates whose private keys are public: whoever signs with them is nobody in particular. SHA-256 of the DER bytes.
 *
 * Computed from `target/product/security/*.x509.pem` of the Android Open Source Project (platform/build) and from the test
 * resources of apksig (platform/tools/apksig). Licence of the sources: Apache-2.0. Hashes are facts.
 */
export const publicKeys: ReadonlyMap<string, string> = new Map([
  ['a6ccc500ff0e7421200eb66a7fe174ef1b00e52ca91727070cbedf061ff76c35', 'AOSP bluetooth'],
  ['ce7b2b47ae2b7552c8f92cc29124279883041fb623a5f194a82c9bf15d492aa0', 'AOSP cts_uicc_2021'],
  ['465983f7791f2abeb43ea2cbdc7f21a8260b72bc08a55c839fc1a43bc741a81e', 'AOSP media'],
  ['e1dbadce60dc080d15b58a014b0dcf9400e24de23fa00b287a5a982bfebda2ee', 'AOSP networkstack'],
  ['fae9122a8721d6e2a196d2224dffcf773c9127e2bb956cbddb40b009192ffdfd', 'AOSP nfc'],
  ['c8a2e9bccf597c2fb6dc66bee293fc13f2fc47ec77bc6b2b0d52c11f51192ab8', 'AOSP platform'],
  ['abf21f9e2af1d881cc673fddcefa6ed9c269a437bd64b279cf45844cfd589126', 'AOSP sdk_sandbox'],
  ['28bbfe4a7b97e74681dc55c2fbb6ccb8d6c74963733f6af6ae74d8c3a6e879fd', 'AOSP shared'],
  ['a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc', 'AOSP testkey'],
  ['06903533611bb66195e93c584fd566ec9cfa764ed8fd7b9802cf6e1b2713c5e6', 'AOSP fsverity'],
  ['8ad127abae8285b582ea36745f220ab8fe397ffb3b068df19ca22d122c7b3b86', 'AOSP verity'],
  ['fb5dbd3c669af9fc236c6991e6387b7f11ff0590997f22d0f5c74ff40e04fca8', 'apksig test key rsa-2048'],
  ['6a8b96e278e58f62cfe3584022cec1d0527fcb85a9e5d2e1694eb0405be5b599', 'apksig test key ec-p256'],
]);
