/**
 * Addresses that everybody uses or knows: token contracts, burn addresses and large exchange wallets. Seen in a text they
 * say where money passes, not who is behind a scam, so they stay `observed`. Each is checked by its checksum in a test.
 * Public facts. Each was looked up in public source code on 2026-11-22 and found there, under the same name, in at least
 * three independent projects (token lists of wallets and exchanges, label lists of chain explorers); see README.
 */
export const knownAddresses: Readonly<Record<string, string>> = {
  TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t: 'contract of Tether USD (USDT) on TRON',
  TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8: 'contract of USD Coin (USDC) on TRON',
  T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb: 'burn address of TRON',
  '0xdAC17F958D2ee523a2206206994597C13D831ec7': 'contract of Tether USD (USDT) on Ethereum',
  '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48': 'contract of USD Coin (USDC) on Ethereum',
  '0x6B175474E89094C44Da98b954EedeAC495271d0F': 'contract of Dai on Ethereum',
  '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2': 'contract of Wrapped Ether',
  '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599': 'contract of Wrapped Bitcoin on Ethereum',
  '0x55d398326f99059fF775485246999027B3197955': 'contract of Binance-Peg USDT on BNB Smart Chain',
  '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913': 'contract of USD Coin (USDC) on Base',
  '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D': 'router of Uniswap V2',
  '0xE592427A0AEce92De3Edee1F18E0157C05861564': 'router of Uniswap V3',
  '0x0000000000000000000000000000000000000000': 'zero address of Ethereum',
  '0x000000000000000000000000000000000000dEaD': 'burn address of Ethereum',
  '0x28C6c06298d514Db089934071355E5743bf21d60': 'wallet of the exchange Binance, by public labels',
  '0x21a31Ee1afC51d94C2eFcCAa2092aD1028285549': 'wallet of the exchange Binance, by public labels',
  '0xF977814e90dA44bFA03b6295A0616a897441aceC': 'wallet of the exchange Binance, by public labels',
  '34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo': 'wallet of the exchange Binance, by public labels',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa': 'first address of Bitcoin',
  So11111111111111111111111111111111111111112: 'contract of Wrapped SOL',
  EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v: 'contract of USD Coin (USDC) on Solana',
  Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB: 'contract of Tether USD (USDT) on Solana',
};
