import type { LanguageWords } from './language-words.ts';

/** Indonesian. Collected by a non-native speaker: please correct. */
export const indonesian: LanguageWords = {
  language: 'id',
  confirmedBy: null,
  regions: ['ID', 'MY', 'SG', 'BN'],
  words: {
    phone: ['hubungi', 'telepon', 'no hp', 'nomor hp', 'nomor', 'no. hp', 'hp', 'telpon', 'nomor telepon', 'call', 'nombor', 'hubungi kami'],
    account: ['rekening', 'no rekening', 'no. rekening', 'nomor rekening', 'norek', 'no rek', 'rek', 'transfer ke', 'akaun', 'no akaun', 'nombor akaun', 'virtual account'],
    invite: ['kode undangan', 'kode referral', 'kode referal', 'kode promo', 'kode rujukan', 'kode ajakan', 'undangan', 'kod jemputan', 'kode bonus', 'kode voucher', 'masukkan kode', 'gunakan kode', 'pakai kode', 'kod rujukan', 'kode reff', 'kode refferal', 'undang teman'],
    code: ['kode', 'kod'],
    otp: ['kode verifikasi', 'kode otp', 'sandi', 'kata sandi', 'kode rahasia', 'kode pos', 'kode akses', 'kod pengesahan', 'kode bank'],
    reference: ['referensi', 'no. referensi', 'no referensi', 'resi', 'pesanan', 'tanggal', 'no. transaksi', 'id transaksi', 'paket', 'tagihan', 'no. pesanan'],
    card: ['kartu', 'nomor kartu', 'kartu kredit'],
  },
  common: ['yang', 'dan', 'di', 'untuk', 'dengan', 'anda', 'kami', 'ini', 'tidak', 'dari', 'ke', 'kak', 'saya', 'bisa', 'adalah', 'akan', 'per', 'hari', 'atau', 'kepada', 'kerja', 'sudah', 'gaji'],
};
