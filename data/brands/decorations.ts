/**
 * Words that fake apps put beside a borrowed name, and that say nothing about who made the app. Our own list, from public
 * warnings of authorities and from reading shop listings. Lower case; those without spaces between words are taken off
 * wherever they stand.
 */
export const decorations: readonly string[] = `
  app apps official officials verified original genuine real safe secure security pro plus max premium vip vips svip elite
  gold golden diamond platinum global world international intl asia europe uk us usa hk sg jp cn tw eu kr in
  exchange exchanges trade trader traders trading invest investing investment investments investor finance financial fund
  funds wealth capital asset assets securities stock stocks forex fx futures options contract contracts spot broker
  brokers markets market coin coins crypto token tokens bitcoin btc eth usdt wallet wallets defi mining mine miner
  staking earn profit bonus cloud quant ai bot lite mobile online digital new next live support service center centre
  customer help login bank banking pay payment payments 2 3 4 5 6 7 8 9 2024 2025 2026 v2 v3 x hd
  交易所 交易 钱包 錢包 官方 官网 官方版 国际 國際 国际版 全球 全球版 专业版 專業版 极速版 尊享版 贵宾 投资 投資 理财 理財 证券 證券
  期货 期貨 资产 資產 平台 客服 中心 客户端 手机版 最新版 机构版 機構版 基金 财富 財富 资本 資本 银行 銀行
  取引所 公式 投資 거래소 공식 투자 지갑 официальный биржа кошелек инвестиции
`
  .split(/\s+/)
  .filter((word) => word !== '');
