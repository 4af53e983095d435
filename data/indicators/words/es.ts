import type { LanguageWords } from './language-words.ts';

/** Spanish. Collected by a non-native speaker: please correct. */
export const es: LanguageWords = {
  language: 'es',
  confirmedBy: null,
  regions: ['ES', 'MX', 'AR', 'CO', 'PE', 'CL', 'EC', 'VE', 'US', 'GT', 'BO', 'DO', 'UY', 'PY', 'CR', 'PA'],
  words: {
    phone: ['llame', 'llámanos', 'llámenos', 'teléfono', 'tel', 'celular', 'móvil', 'número', 'llamar', 'llama', 'escríbeme a', 'número nuevo', 'escríbenos', 'contacto', 'llamada'],
    account: ['cuenta', 'número de cuenta', 'cuenta bancaria', 'nro de cuenta', 'no. de cuenta', 'cta', 'transferencia', 'cuenta corriente', 'cuenta de ahorros'],
    invite: ['código de invitación', 'código de referido', 'código de referidos', 'código promocional', 'código de descuento', 'código promo', 'código de recomendación', 'usa el código', 'con el código', 'ingresa el código', 'introduce el código', 'mi código', 'dile el código', 'invita amigos', 'código de registro', 'código de bono', 'invitación', 'código de amigo'],
    code: ['código'],
    otp: ['código de verificación', 'código de seguridad', 'código de confirmación', 'contraseña', 'clave', 'código postal', 'código de acceso', 'su código', 'código de área', 'código de activación'],
    reference: ['referencia', 'número de pedido', 'seguimiento', 'factura', 'pedido', 'guía', 'folio', 'fecha', 'envío', 'dni', 'operación', 'transacción', 'concepto', 'paquete'],
    card: ['tarjeta', 'número de tarjeta'],
  },
  common: ['el', 'la', 'los', 'de', 'y', 'que', 'en', 'su', 'para', 'con', 'por', 'una', 'un', 'no', 'es', 'tu', 'hola', 'si', 'se', 'del', 'al', 'las', 'usted', 'gana', 'este'],
};
