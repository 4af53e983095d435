/** What stands behind the `@` of UPI addresses. Source: the list of handles on NPCI's public pages, as far as known; public facts. */
export const upiSuffixes: ReadonlySet<string> = new Set([
  'okaxis', 'oksbi', 'okhdfcbank', 'okicici', 'paytm', 'ptyes', 'ptaxis', 'pthdfc', 'ptsbi', 'ybl', 'ibl', 'axl', 'upi', 'apl',
  'yapl', 'rapl', 'abfspay', 'axisb', 'yesg', 'axisbank', 'icici', 'sbi', 'hdfcbank', 'kotak', 'indus', 'idfcbank', 'yesbank',
  'barodampay', 'pnb', 'cnrb', 'boi', 'unionbank', 'idbi', 'federal', 'jupiteraxis', 'freecharge', 'ikwik', 'fam', 'naviaxis',
  'slc', 'superyes', 'timecosmos', 'tapicici', 'sliceaxis', 'pingpay', 'waaxis', 'wahdfcbank', 'waicici', 'wasbi', 'amazonpay',
  'airtel', 'postbank', 'jio', 'myicici', 'imobile', 'dbs', 'hsbc', 'sc', 'rbl', 'aubank', 'kbl', 'kvb', 'sib', 'uco', 'ubi', 'mahb',
  'indianbank', 'iob', 'cboi', 'psb', 'dlb', 'fbl', 'equitas', 'ujjivan', 'fino', 'goaxis', 'axisgo', 'shriramhdfcbank', 'kmbl', 'niyoicici',
  'bpaxis', 'trans', 'utbi', 'vjb', 'finobank', 'omni', 'dcb', 'csbpay', 'mbk', 'oxymoney', 'twid', 'zoicici', 'yespay', 'yescred', 'axisp', 'inhdfc',
]);
