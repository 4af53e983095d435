/** Traits of ready-made fake trading platforms, as their scripts show them. */
export const investmentKits = String.raw`
rule kit_seconds_contract {
  meta:
    author = "Assay"
    description = "A script offers bets on prices of seconds (“seconds contracts”) beside deposits and withdrawals"
    severity = "medium"
    technique = "T1655"
    reference = "https://www.cftc.gov/LearnAndProtect/AdvisoriesAndArticles/fraudadv_binaryoptions.html"
  strings:
    $bet1 = "秒合约"
    $bet2 = /second(s)?[_-]?contract/ nocase
    $bet3 = /micro[_-]?(contract|trade)/ nocase
    $bet4 = /binary[_-]?option/ nocase
    $in1 = "recharge" nocase
    $in2 = "充值"
    $in3 = "deposit" nocase
    $out1 = "withdraw" nocase
    $out2 = "提现"
    $out3 = "提币"
  condition:
    uint32(0) != 0x0a786564 and any of ($bet*) and any of ($in*) and any of ($out*)
}

rule kit_invite_recharge_withdraw {
  meta:
    author = "Assay"
    description = "One script has pages for paying in, paying out, identity papers, and registration only by invitation code"
    severity = "medium"
    technique = "T1655"
    reference = "https://www.ic3.gov/PSA/2023/PSA230314"
  strings:
    $invite1 = /invit(e|ation)[_-]?code/ nocase
    $invite2 = "邀请码"
    $in1 = /["'\/](pages\/)?[a-z]{0,20}\/?(recharge|topup|deposit)[a-z_\/-]{0,30}["']/ nocase
    $out1 = /["'\/](pages\/)?[a-z]{0,20}\/?(withdraw|withdrawal|cashout|tixian)[a-z_\/-]{0,30}["']/ nocase
    $who1 = /["'\/](kyc|realname|real_name|certification|authentication|shiming|idcard)[a-z_\/-]{0,30}["']/ nocase
    $coin1 = "usdt" nocase
    $coin2 = /trc-?20/ nocase
    $coin3 = /erc-?20/ nocase
  condition:
    uint32(0) != 0x0a786564 and any of ($invite*) and $in1 and $out1 and $who1 and any of ($coin*)
}

rule kit_outcome_control {
  meta:
    author = "Assay"
    description = "A script speaks of setting who wins and who loses"
    severity = "high"
    reference = "https://www.cftc.gov/LearnAndProtect/AdvisoriesAndArticles/fraudadv_binaryoptions.html"
  strings:
    $a = "控盈亏"
    $b = "控制盈亏"
    $c = "必赢"
    $d = "必输"
    $e = "点控"
    $f = /(order|user|trade)[_-]?(must|force|control)[_-]?(win|lose|loss)/ nocase
    $g = /risk[_-]?control[_-]?(win|lose|loss)/ nocase
    $trade1 = "合约"
    $trade2 = "kline" nocase
  condition:
    uint32(0) != 0x0a786564 and (($f or $g) or 2 of ($a, $b, $c, $d, $e)) and any of ($trade*)
}
`;
