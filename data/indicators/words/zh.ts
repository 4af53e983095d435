import type { LanguageWords } from './language-words.ts';

/** Chinese. Collected by a non-native speaker: please correct. */
export const zh: LanguageWords = {
  language: 'zh',
  confirmedBy: null,
  regions: ['CN', 'HK', 'TW', 'SG', 'MO', 'MY'],
  words: {
    telegram: ['电报', '飞机号', '纸飞机', '飞机'],
    wechat: ['微信', '微信号', '加微信', '加微', '微信客服', '薇信', '威信', '加v', 'v信', '客服微信'],
    qq: ['扣扣', '企鹅号'],
    line: ['赖'],
    phone: ['电话', '手机', '手机号', '致电', '拨打', '联系电话', '热线', '号码', '联系方式', '来电'],
    account: ['账号', '帐号', '收款账号', '收款账户', '银行账号', '卡号', '银行卡号', '账户', '对公账户', '收款卡号', '银行卡', '转账至', '汇款账号'],
    invite: ['邀请码', '推荐码', '推广码', '优惠码', '注册码', '邀请好友', '兑换码', '邀请', '推荐人', '代理码', '口令'],
    code: ['代码', '码'],
    otp: ['验证码', '校验码', '密码', '动态码', '取件码', '邮政编码', '二维码', '条形码', '付款码'],
    reference: ['流水号', '交易流水号', '订单号', '运单号', '单号', '编号', '交易时间', '时间', '参考号', '快递', '身份证', '警号', '案件', '凭证号', '日期'],
    transaction: ['交易哈希', '哈希', '交易id'],
    card: ['信用卡', '借记卡'],
    package: ['包名'],
  },
};
