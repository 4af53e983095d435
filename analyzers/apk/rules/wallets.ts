/** Emptying wallets. Genuine wallets share words with these; each rule asks for what they don't combine. */
export const wallets = String.raw`
rule drainer_unlimited_approval {
  meta:
    author = "Assay"
    description = "A script asks a wallet to let somebody else spend without limit"
    severity = "medium"
    reference = "https://eips.ethereum.org/EIPS/eip-20"
  strings:
    $ask1 = "eth_sendTransaction"
    $ask2 = "eth_signTypedData"
    $ask3 = "tronWeb"
    $grant1 = "increaseAllowance" nocase
    $grant2 = "setApprovalForAll"
    $grant3 = "0x095ea7b3"
    $grant4 = "0xa22cb465"
    $grant5 = "increaseApproval"
    $grant6 = "approve("
    $all1 = /f{64}/ nocase
    $all2 = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
    $all3 = "MaxUint256"
  condition:
    uint32(0) != 0x0a786564 and any of ($ask*) and any of ($grant*) and any of ($all*)
}

rule drainer_permit_collector {
  meta:
    author = "Assay"
    description = "A script collects signed permits and sends them to a server"
    severity = "medium"
    reference = "https://eips.ethereum.org/EIPS/eip-2612"
  strings:
    $type = "PermitBatch"
    $single = "PermitSingle"
    $sign = "eth_signTypedData_v4"
    $seaport = "OrderComponents"
    $drain = "drain" nocase
    $send = /(fetch|axios\.post|XMLHttpRequest)/
  condition:
    uint32(0) != 0x0a786564 and $sign and $send and (2 of ($type, $single, $seaport)) and $drain
}

rule seed_phrase_to_telegram {
  meta:
    author = "Assay"
    description = "A file that asks for a wallet's recovery words also holds the address of a Telegram bot"
    severity = "high"
    technique = "T1417.002"
    reference = "https://core.telegram.org/bots/api"
  strings:
    $words1 = "mnemonic" nocase
    $words2 = "seed phrase" nocase
    $words3 = "recovery phrase" nocase
    $words4 = "助记词"
    $words5 = "private key" nocase
    $bot = /api\.telegram\.org\/bot[0-9]{6,12}/
  condition:
    $bot and any of ($words*)
}

rule seed_phrase_form {
  meta:
    author = "Assay"
    description = "A page asks for a wallet's recovery words and posts what was entered to a server"
    severity = "medium"
    technique = "T1417.002"
    reference = "https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki"
  strings:
    $ask1 = /(enter|input|import|type|verify|fill in)[^"'<\n]{0,40}(seed|recovery|secret|backup|12[- ]word|24[- ]word)[ -](recovery )?(phrase|words)/ nocase
    $ask2 = /(请输入|输入|导入|填写)[^"'<\n]{0,30}助记词/
    $post1 = /method[ ]?=[ ]?["']?post/ nocase
    $post2 = "axios.post"
    $post3 = /type[ ]?:[ ]?["']POST["']/ nocase
    $post4 = "uni.request"
    $field = /name[ ]?=[ ]?["'](mnemonic|phrase|seed|words|recovery)[^"']{0,20}["']/ nocase
    $key = /[{,][ ]?["']?(mnemonic|seedPhrase|seed_phrase|recoveryPhrase)["']?[ ]?:/
  condition:
    uint32(0) != 0x0a786564 and any of ($ask*) and any of ($post*) and ($field or $key)
}
`;
