import type { LanguageWords } from './language-words.ts';

/** French. Collected by a non-native speaker: please correct. */
export const fr: LanguageWords = {
  language: 'fr',
  confirmedBy: null,
  regions: ['FR', 'BE', 'CH', 'CA', 'CI', 'SN', 'MA', 'DZ', 'TN', 'CM', 'LU'],
  words: {
    phone: ['appelez', 'téléphone', 'tél', 'appeler', 'portable', 'numéro', 'contactez', 'rappelez', 'joindre', 'nouveau numéro', 'appelle'],
    account: ['compte', 'numéro de compte', 'n° de compte', 'compte bancaire', 'rib', 'virement'],
    invite: ["code d'invitation", 'code invitation', 'code de parrainage', 'code parrain', 'code parrainage', 'code promo', 'code bonus', "code d'inscription", 'code de réduction', 'avec le code', 'entrez le code', 'utilisez le code', 'saisissez le code', 'mon code', 'parrainage', 'parrain'],
    code: ['code'],
    otp: ['code de vérification', 'code de validation', 'code de confirmation', 'code de sécurité', 'mot de passe', 'code secret', 'code postal', 'code confidentiel', "code d'accès", 'code à usage unique', 'code guichet', 'code banque'],
    reference: ['référence', 'numéro de commande', 'numéro de suivi', 'facture', 'dossier', 'commande', 'réf', 'colis', 'date', 'siret', 'siren', 'transaction'],
    card: ['carte', 'carte bancaire', 'numéro de carte'],
  },
  common: ['le', 'la', 'les', 'de', 'des', 'et', 'vous', 'votre', 'est', 'pour', 'une', 'sur', 'dans', 'avec', 'je', 'nous', 'pas', 'que', 'ne', 'merci', 'vos', 'du', 'au', 'par', 'bonjour'],
};
