/** How money is written. Symbols stand before or behind the number, names behind it. Facts from Unicode CLDR (currency symbols) and common usage. */
export interface CurrencyWords {
  /** ISO 4217, or the ticker of a crypto-asset. */
  readonly code: string;
  readonly signs: readonly string[];
  readonly names?: readonly string[];
  /** Only in texts of these languages (BCP 47), where the sign is shared. */
  readonly languages?: readonly string[];
}

const one = (
  code: string,
  signs: readonly string[] = [],
  names: readonly string[] = [],
  languages?: readonly string[],
): CurrencyWords => ({ code, signs: [code, ...signs], names, ...(languages === undefined ? {} : { languages }) });

/** The first entry that fits wins: those bound to a language stand before the general meaning. */
export const currencies: readonly CurrencyWords[] = [
  one('TWD', ['NT$', 'NTD', 'NT'], ['新台幣', '新臺幣', '台幣', '臺幣']),
  { code: 'TWD', signs: [], names: ['元', '塊', '圓'], languages: ['zh-Hant'] },
  one('HKD', ['HK$', 'HKD$'], ['港币', '港幣', '港元', '港紙']),
  one('SGD', ['S$', 'SG$'], ['新币', '新幣']),
  one('AUD', ['A$', 'AU$'], ['澳元']),
  one('CAD', ['C$', 'CA$'], ['加元']),
  one('MXN', ['MX$', 'Mex$'], ['pesos mexicanos']),
  one('BRL', ['R$'], ['reais', 'real']),
  one('ARS', ['AR$'], ['pesos argentinos']),
  one('COP', ['COL$', 'CO$'], ['pesos colombianos']),
  one('CLP', ['CLP$'], ['pesos chilenos']),
  one('PEN', ['S/.', 'S/'], ['soles']),
  one('USD', ['US$', 'USD$', '$', '＄'], ['dollars', 'dollar', 'dólares', 'dolares', 'dólar', 'usd', 'bucks', '美元', '美金', '美刀', 'ドル', '달러', '불', 'ดอลลาร์', 'ដុល្លារ', 'डॉलर', 'دولار', 'دولارا', 'доллар*', 'долл', 'đô la', 'đô', 'dolar', 'dollars américains']),
  one('EUR', ['€'], ['euros', 'euro', 'eur', '欧元', '歐元', 'ユーロ', '유로', 'यूरो', 'يورو', 'евро']),
  one('GBP', ['£'], ['pounds', 'quid', 'gbp', '英镑', '英鎊', 'ポンド', '파운드', 'جنيه إسترليني', 'фунт*']),
  { code: 'JPY', signs: ['¥', '￥'], languages: ['ja'] },
  { code: 'CNY', signs: ['¥', '￥'], languages: ['zh', 'zh-Hant'] },
  one('CNY', ['RMB', 'CN¥'], ['人民币', '人民幣', '元', '块', '块钱', 'yuan', 'rmb', '위안']),
  one('JPY', ['¥', '￥', 'JP¥'], ['円', '日元', '日圓', '日币', '엔', 'yen']),
  one('KRW', ['₩', '￦'], ['원', '韩元', '韓元', 'won']),
  one('VND', ['₫', 'VNĐ'], ['đồng', 'đ', 'vnđ', 'vnd', '₫', '越南盾']),
  { code: 'VND', signs: [], names: ['d', 'dong'], languages: ['vi'] },
  one('IDR', ['Rp.', 'Rp'], ['rupiah']),
  one('MYR', ['RM'], ['ringgit', '马币', '令吉', '馬幣']),
  one('THB', ['฿', 'Bht'], ['บาท', 'บ.', 'baht', '泰铢', '泰銖', 'ບາດ']),
  one('KHR', ['៛'], ['រៀល', 'riel']),
  one('LAK', ['₭'], ['ກີບ', 'kip']),
  one('MMK', ['Ks'], ['ကျပ်', 'kyat']),
  one('PHP', ['₱', 'Php'], ['piso']),
  one('PKR', [], ['روپے']),
  one('INR', ['₹', 'Rs.', 'Rs', 'INR.'], ['रुपये', 'रुपए', 'रुपया', 'रू', 'रु', 'rupees', 'rs', '/-']),
  one('BDT', ['৳', 'Tk.', 'Tk'], ['টাকা', 'taka']),
  one('AED', ['د.إ', 'Dhs', 'Dh'], ['درهم', 'dirham', 'dirhams', 'درهما']),
  one('SAR', ['ر.س', '﷼', 'SR'], ['ريال', 'ريالا', 'riyal', 'riyals', 'ريال سعودي']),
  one('QAR', ['ر.ق'], ['ريال قطري']),
  one('KWD', ['د.ك'], ['دينار كويتي', 'دينار']),
  one('EGP', ['ج.م', 'E£', 'LE'], ['جنيه', 'جنيها']),
  one('ILS', ['₪'], ['שקל', 'شيكل']),
  one('TRY', ['₺', 'TL'], ['lira']),
  // The letter that both readers of pictures take the sign for.
  { code: 'RUB', signs: [], names: ['Р', 'P'], languages: ['ru'] },
  one('RUB', ['₽'], ['₽', 'рубл*', 'руб', 'р', 'рос. руб']),
  one('UAH', ['₴'], ['грн', 'гривен*', 'гривн*']),
  one('KZT', ['₸'], ['тенге', 'тг']),
  one('NGN', ['₦'], ['naira']),
  one('GHS', ['GH₵', '₵'], ['cedis']),
  one('KES', ['KSh', 'Ksh'], ['shillings']),
  one('ZAR', [], ['rand']),
  one('PLN', ['zł'], ['zł', 'złotych', 'zloty']),
  one('CZK', ['Kč'], ['kč', 'korun']),
  one('SEK', [], ['kronor']),
  one('CHF', ['Fr.'], ['francs suisses']),
  one('XOF', ['FCFA', 'CFA'], ['fcfa', 'francs cfa']),
  one('USDT', ['₮'], ['tether', 'u']),
  one('USDC'),
  one('BTC', ['₿'], ['bitcoin', 'bitcoins', '比特币', '比特幣']),
  one('ETH', ['Ξ'], ['ether']),
  one('BNB'),
  one('TRX'),
  one('XRP'),
  one('DOGE'),
  one('LTC'),
  one('NZD', ['NZ$']),
  one('DKK'),
  one('NOK'),
  one('HUF', [], ['forint']),
  one('RON', [], ['lei']),
  one('MAD'),
  one('JOD'),
  one('BHD'),
  one('OMR'),
  one('LKR'),
  one('NPR', ['रू'], []),
];

/** Words and letters that multiply the number before them. */
export const multipliers: Readonly<Record<string, number>> = {
  k: 1e3, rb: 1e3, ribu: 1e3, nghìn: 1e3, ngàn: 1e3, 'тыс.': 1e3, тыс: 1e3, тысяч: 1e3, mil: 1e3, thousand: 1e3, พัน: 1e3,
  천: 1e3, 千: 1e3, ألف: 1e3, الف: 1e3, हजार: 1e3, हज़ार: 1e3, ពាន់: 1e3,
  万: 1e4, 萬: 1e4, 만: 1e4, หมื่น: 1e4, w: 1e4, ម៉ឺន: 1e4,
  แสน: 1e5, lakh: 1e5, lakhs: 1e5, लाख: 1e5, lac: 1e5,
  m: 1e6, million: 1e6, millions: 1e6, millones: 1e6, milhões: 1e6, mn: 1e6, tr: 1e6, triệu: 1e6, jt: 1e6, juta: 1e6,
  млн: 1e6, миллион: 1e6, миллионов: 1e6, ล้าน: 1e6, مليون: 1e6, 백만: 1e6, 百万: 1e6, លាន: 1e6,
  千万: 1e7, 천만: 1e7, crore: 1e7, crores: 1e7, करोड़: 1e7, cr: 1e7,
  亿: 1e8, 億: 1e8, 억: 1e8,
  billion: 1e9, bn: 1e9, miliar: 1e9, tỷ: 1e9, tỉ: 1e9, млрд: 1e9, مليار: 1e9,
};
