import type { LanguageWords } from './language-words.ts';

/** Portuguese. Collected by a non-native speaker: please correct. */
export const pt: LanguageWords = {
  language: 'pt',
  confirmedBy: null,
  regions: ['BR', 'PT', 'AO', 'MZ'],
  words: {
    phone: ['ligue', 'telefone', 'celular', 'fone', 'número', 'ligar', 'contato', 'central', 'telemóvel', 'chame', 'meu número'],
    account: ['conta', 'número da conta', 'conta bancária', 'conta corrente', 'conta poupança', 'agência e conta', 'c/c'],
    invite: ['código de convite', 'código de indicação', 'código promocional', 'cupom', 'código de bônus', 'código de referência', 'use o código', 'com o código', 'insira o código', 'meu código', 'código do convite', 'convite', 'código de amigo', 'código de cadastro', 'digite o código'],
    code: ['código'],
    otp: ['código de verificação', 'código de segurança', 'senha', 'código de confirmação', 'código de acesso', 'código de barras', 'seu código', 'código de rastreio'],
    reference: ['referência', 'id da transação', 'pedido', 'protocolo', 'rastreio', 'autenticação', 'data', 'nota fiscal', 'encomenda', 'agência', 'transação', 'compra'],
    pix: ['chave', 'chave do pix', 'chave aleatória', 'pix copia e cola'],
    card: ['cartão', 'número do cartão'],
  },
  common: ['o', 'os', 'de', 'e', 'que', 'em', 'para', 'com', 'não', 'por', 'uma', 'um', 'do', 'da', 'no', 'na', 'seu', 'sua', 'você', 'é', 'se', 'ao', 'olá', 'dia', 'sem'],
};
