/**
 * What stands behind the `@` of UPI addresses. Public facts, each found in at least one of four public lists (among them a
 * payment gateway's table of payment apps and an open tool that checks UPI addresses); see README. Those that are also
 * ordinary words (`trans`, `omni`) are left out: they count beside the word UPI.
 */
export const upiSuffixes: ReadonlySet<string> = new Set([
  'okaxis', 'oksbi', 'okhdfcbank', 'okicici', 'paytm', 'ptyes', 'ptaxis', 'pthdfc', 'ptsbi', 'ybl', 'ibl', 'axl', 'upi', 'apl',
  'yapl', 'rapl', 'abfspay', 'axisb', 'yesg', 'axisbank', 'icici', 'sbi', 'hdfcbank', 'kotak', 'indus', 'idfcbank', 'yesbank',
  'barodampay', 'pnb', 'cnrb', 'boi', 'unionbank', 'idbi', 'federal', 'jupiteraxis', 'freecharge', 'ikwik', 'fam', 'naviaxis',
  'superyes', 'timecosmos', 'tapicici', 'sliceaxis', 'pingpay', 'waaxis', 'wahdfcbank', 'waicici', 'wasbi', 'amazonpay',
  'airtel', 'postbank', 'jio', 'myicici', 'imobile', 'dbs', 'hsbc', 'rbl', 'aubank', 'kbl', 'kvb', 'sib', 'uco', 'ubi', 'mahb',
  'indianbank', 'iob', 'cboi', 'psb', 'dlb', 'fbl', 'equitas', 'ujjivan', 'fino', 'shriramhdfcbank', 'kmbl', 'niyoicici',
  'utbi', 'finobank', 'csbpay', 'mbk', 'zoicici', 'yespay', 'yescred', 'inhdfc',
  'goaxb', 'fkaxis', 'kbaxis', 'oneyes', 'yestp', 'yespop', 'yesfam', 'mvhdfc', 'kphdfc', 'fifederal', 'freoicici', 'bpunity', 'jarunity', 'pockets', 'payzapp', 'okbizaxis',
]);
